package io.celers.broker.generated.binding;

import java.sql.Array;
import java.sql.SQLException;
import org.jooq.Binding;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingGetSQLInputContext;
import org.jooq.BindingGetStatementContext;
import org.jooq.BindingRegisterContext;
import org.jooq.BindingSQLContext;
import org.jooq.BindingSetSQLOutputContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.Converters;
import org.jooq.DataType;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Binds an array to a parameter through the driver, which sends most of them in binary form.
 *
 * <p>jOOQ's own binding writes an array literal, element by element, and the server parses it. Only
 * for parameters: nothing returns such an array.
 *
 * @param <T> of the elements
 */
public abstract class ArrayBinding<T> implements Binding<T[], T[]> {

  private static final long serialVersionUID = 1L;

  private final String element;
  private final DataType<T[]> jooqs;

  /**
   * For arrays of a type.
   *
   * @param element as the driver knows it
   * @param jooqs as jOOQ knows the array
   */
  ArrayBinding(String element, DataType<T[]> jooqs) {
    this.element = element;
    this.jooqs = jooqs;
  }

  /** The elements as the driver takes them. */
  Object[] toDriver(T[] value) {
    return value;
  }

  @Override
  public Converter<T[], T[]> converter() {
    return Converters.identity(jooqs.getType());
  }

  @Override
  public void sql(BindingSQLContext<T[]> ctx) throws SQLException {
    if (ctx.render().paramType() == ParamType.INLINED) {
      ctx.render().visit(DSL.inline(ctx.value(), jooqs));
    } else {
      ctx.render().sql(ctx.variable());
    }
  }

  @Override
  public void set(BindingSetStatementContext<T[]> ctx) throws SQLException {
    T @Nullable [] value = ctx.value();
    Array array =
        ctx.statement()
            .getConnection()
            .createArrayOf(element, value == null ? new Object[0] : toDriver(value));
    ctx.statement().setArray(ctx.index(), array);
  }

  @Override
  public void register(BindingRegisterContext<T[]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void set(BindingSetSQLOutputContext<T[]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void get(BindingGetResultSetContext<T[]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void get(BindingGetStatementContext<T[]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void get(BindingGetSQLInputContext<T[]> ctx) {
    throw onlyForParameters();
  }

  private UnsupportedOperationException onlyForParameters() {
    return new UnsupportedOperationException(
        "%s[] is bound as a parameter, never read".formatted(element));
  }
}
