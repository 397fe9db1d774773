package io.celers.broker.jooq.model;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Values as the expressions that make them. */
final class JavaText {

  private JavaText() {}

  /** Of a record, list, enum constant, text, number or truth value. */
  static String of(Object value) {
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value instanceof Enum<?> constant) {
      Class<?> type = constant.getDeclaringClass();
      String outer =
          type.getEnclosingClass() == null ? "" : type.getEnclosingClass().getSimpleName() + ".";
      return outer + type.getSimpleName() + "." + constant.name();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(JavaText::of).collect(Collectors.joining(", ", "List.of(", ")"));
    }
    if (value instanceof Record made) {
      return Arrays.stream(made.getClass().getRecordComponents())
          .map(component -> of(component(made, component)))
          .collect(Collectors.joining(", ", "new " + made.getClass().getSimpleName() + "(", ")"));
    }
    return value.equals(Integer.MAX_VALUE) ? "NEVER" : value.toString();
  }

  private static Object component(Record made, RecordComponent component) {
    try {
      return component.getAccessor().invoke(made);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
