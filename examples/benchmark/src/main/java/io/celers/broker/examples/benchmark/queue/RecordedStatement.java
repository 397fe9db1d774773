package io.celers.broker.examples.benchmark.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the broker sent, to be sent again without jOOQ: the same text, the same values
 * but for those that must be new.
 */
record RecordedStatement(String sql, List<@Nullable Object> values) {

  /**
   * Binds the values, of which those of type UUID, byte[] and arrays of them are replaced in turn.
   * If an array that is replaced has another length, all arrays get it but the empty ones.
   */
  PreparedStatement prepare(Connection connection, Object... replacements) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      List<@Nullable Object> bound = replaced(replacements);
      for (int i = 0; i < bound.size(); i++) {
        bind(connection, statement, i + 1, bound.get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private List<@Nullable Object> replaced(Object... replacements) {
    List<@Nullable Object> bound = new ArrayList<>(values);
    int next = 0;
    int length = -1;
    for (int i = 0; i < bound.size() && next < replacements.length; i++) {
      Object value = bound.get(i);
      if (value instanceof UUID
          || value instanceof byte[]
          || value instanceof UUID[]
          || value instanceof byte[][]) {
        Object replacement = replacements[next++];
        bound.set(i, replacement);
        if (replacement instanceof Object[] array) {
          length = array.length;
        }
      }
    }
    if (next < replacements.length) {
      throw new IllegalStateException("The broker's statement takes fewer values now: " + sql);
    }
    for (int i = 0; i < bound.size(); i++) {
      if (length >= 0
          && bound.get(i) instanceof Object[] array
          && array.length > 0
          && array.length != length) {
        Object[] resized = Arrays.copyOf(array, length);
        Arrays.fill(resized, array[0]);
        bound.set(i, resized);
      }
    }
    return bound;
  }

  private static void bind(
      Connection connection, PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.OTHER);
    } else if (value instanceof Object[] array) {
      statement.setArray(index, connection.createArrayOf(elementType(array), elements(array)));
    } else if (value instanceof JSONB json) {
      statement.setString(index, json.data());
    } else {
      statement.setObject(index, value);
    }
  }

  private static String elementType(Object[] array) {
    Class<?> type = array.getClass().getComponentType();
    return switch (type.getSimpleName()) {
      case "UUID" -> "uuid";
      case "String" -> "text";
      case "Integer" -> "int4";
      case "Short" -> "int2";
      case "Long" -> "int8";
      case "OffsetDateTime" -> "timestamptz";
      case "JSONB" -> "jsonb";
      case "byte[]" -> "bytea";
      default -> throw new IllegalStateException("No array type known for " + type);
    };
  }

  private static Object[] elements(Object[] array) {
    return array instanceof JSONB[] json
        ? Arrays.stream(json).map(element -> element == null ? null : element.data()).toArray()
        : array;
  }
}
