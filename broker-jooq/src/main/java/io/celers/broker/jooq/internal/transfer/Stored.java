package io.celers.broker.jooq.internal.transfer;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.octetLength;

import java.util.stream.Stream;
import org.jooq.Field;

/** What the tables allow where it is more than the API does: a file may hold rows made by hand. */
final class Stored {

  static final int ERROR_BYTES = 1 << 16;
  static final int METADATA_BYTES = 1 << 17;
  static final int RESULT_BYTES = 1 << 26;
  static final int STACK_TRACE_BYTES = 1 << 18;

  private Stored() {}

  /** Bytes of columns that may be large; what is stored outside of the row need not be read. */
  static Field<Integer> size(Field<?>... columns) {
    return Stream.of(columns)
        .map(column -> coalesce(length(column), inline(0)))
        .reduce(Field::plus)
        .orElseThrow();
  }

  private static Field<Integer> length(Field<?> column) {
    return octetLength(
        column.getType() == byte[].class ? column.coerce(String.class) : column.cast(String.class));
  }
}
