package io.celers.broker.jooq.internal.transfer;

import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A member of a line: a column under its own name, left out where it is null: a null in a line is
 * that of JSON.
 *
 * @param field the column
 * @param selected what is read for it: the column itself, or what another place should take it for
 * @param value how it is written
 * @param required whether every line must have it
 */
record Column<T>(Field<T> field, Field<T> selected, Value<T> value, boolean required) {

  /** A column that is written as it is. */
  static <T> Column<T> of(Field<T> field, Value<T> value) {
    return new Column<>(field, field, value, !field.getDataType().nullable());
  }

  String name() {
    return field.getName();
  }

  /**
   * Appends the member to a line.
   *
   * @param position of the column in the record
   */
  void write(Record row, int position, StringBuilder line) {
    @Nullable T stored = field.getType().cast(row.get(position));
    if (stored != null) {
      line.append(line.length() == 1 ? "\"" : ",\"").append(name()).append("\":");
      line.append(value.write().apply(stored));
    }
  }

  /** Takes the member out of a line and into a record. */
  void read(Map<String, String> members, Record row) throws Refused {
    String json = members.remove(name());
    if (json != null) {
      try {
        row.set(field, value.parse(json));
      } catch (Refused e) {
        throw new Refused(name(), e.reason());
      }
    } else if (required) {
      throw new Refused(name(), "is missing");
    }
  }
}
