package io.celers.broker.task;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Keeps a generic type that a {@link Class} cannot express.
 *
 * <p>Used as an anonymous subclass: {@code new TypeReference<List<Order>>() {}}.
 *
 * @param <T> the type to keep
 */
public abstract class TypeReference<T> {

  private final Type type;

  /** Reads the type argument of the subclass. */
  protected TypeReference() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
      throw new IllegalArgumentException(
          "a type reference needs its type argument: new TypeReference<List<Order>>() {}");
    }
    this.type = parameterized.getActualTypeArguments()[0];
  }

  /** The type that was given as the type argument. */
  public final Type type() {
    return type;
  }
}
