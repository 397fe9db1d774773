package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.jooq.internal.sql.UuidOrder;
import java.lang.reflect.Array;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.EnumType;
import org.jooq.Field;
import org.jooq.Record;

/** Records turned by a quarter: one array for each column, so that any number is one statement. */
final class RowArrays {

  private RowArrays() {}

  /** In the order in which PostgreSQL has the ids. */
  static <R extends Record> List<R> sorted(List<R> rows, Field<UUID> id) {
    return rows.stream()
        .sorted(Comparator.comparing(row -> row.get(id), UuidOrder.AS_STORED))
        .toList();
  }

  static <T> T[] column(List<? extends Record> rows, Field<T> field) {
    return column(rows, field.getType(), row -> row.get(field));
  }

  /** The literals of an enum of the database, as the functions that make rows take it. */
  static String[] literals(List<? extends Record> rows, Field<? extends EnumType> field) {
    return column(rows, String.class, row -> row.get(field).getLiteral());
  }

  @SuppressWarnings("unchecked") // the array is made for the type
  private static <T> T[] column(
      List<? extends Record> rows, Class<T> type, Function<Record, T> value) {
    T[] column = (T[]) Array.newInstance(type, rows.size());
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }
}
