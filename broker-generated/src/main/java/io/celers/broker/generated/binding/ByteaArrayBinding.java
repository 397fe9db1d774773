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
import org.jooq.conf.ParamType;
import org.jooq.exception.SQLDialectNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * Binds {@code byte[][]} to a {@code bytea[]} parameter through the driver, in binary form.
 *
 * <p>jOOQ's own binding writes an array literal, in which an empty {@code byte[]} is malformed.
 * Only for parameters: nothing returns such an array.
 */
public final class ByteaArrayBinding implements Binding<byte[][], byte[][]> {

  private static final long serialVersionUID = 1L;

  /** Has no state; generated code makes one for each parameter. */
  public ByteaArrayBinding() {}

  @Override
  public Converter<byte[][], byte[][]> converter() {
    return Converters.identity(byte[][].class);
  }

  @Override
  public void sql(BindingSQLContext<byte[][]> ctx) {
    if (ctx.render().paramType() == ParamType.INLINED) {
      throw new SQLDialectNotSupportedException("bytea[] is always bound, never inlined");
    }
    ctx.render().sql(ctx.variable());
  }

  @Override
  public void set(BindingSetStatementContext<byte[][]> ctx) throws SQLException {
    byte @Nullable [][] value = ctx.value();
    Array array =
        ctx.statement()
            .getConnection()
            .createArrayOf("bytea", value == null ? new byte[0][] : value);
    ctx.statement().setArray(ctx.index(), array);
  }

  @Override
  public void register(BindingRegisterContext<byte[][]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void set(BindingSetSQLOutputContext<byte[][]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void get(BindingGetResultSetContext<byte[][]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void get(BindingGetStatementContext<byte[][]> ctx) {
    throw onlyForParameters();
  }

  @Override
  public void get(BindingGetSQLInputContext<byte[][]> ctx) {
    throw onlyForParameters();
  }

  private static UnsupportedOperationException onlyForParameters() {
    return new UnsupportedOperationException("bytea[] is bound as a parameter, never read");
  }
}
