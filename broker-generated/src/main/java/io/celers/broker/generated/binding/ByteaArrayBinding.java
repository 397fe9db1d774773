package io.celers.broker.generated.binding;

import java.sql.SQLException;
import org.jooq.BindingSQLContext;
import org.jooq.conf.ParamType;
import org.jooq.exception.SQLDialectNotSupportedException;
import org.jooq.impl.SQLDataType;

/** For {@code bytea[]}; in the literal of jOOQ an empty {@code byte[]} is malformed. */
public final class ByteaArrayBinding extends ArrayBinding<byte[]> {

  private static final long serialVersionUID = 1L;

  /** Has no state of its own; generated code makes one for each parameter. */
  public ByteaArrayBinding() {
    super("bytea", SQLDataType.BLOB.array());
  }

  @Override
  public void sql(BindingSQLContext<byte[][]> ctx) throws SQLException {
    if (ctx.render().paramType() == ParamType.INLINED) {
      throw new SQLDialectNotSupportedException("bytea[] is always bound, never inlined");
    }
    super.sql(ctx);
  }
}
