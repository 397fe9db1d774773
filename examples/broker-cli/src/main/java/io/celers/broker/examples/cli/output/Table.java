package io.celers.broker.examples.cli.output;

import io.celers.broker.monitoring.Bytes;
import io.celers.broker.monitoring.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows under headings, numbers to the right, long texts cut. */
final class Table {

  private static final int WIDEST = 48;
  private static final String GAP = "  ";

  private final List<String> columns;
  private final List<Row> rows;

  Table(List<String> columns, List<Row> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  List<String> lines(Style style) {
    List<List<String>> cells =
        rows.stream().map(row -> columns.stream().map(c -> cell(row, c)).toList()).toList();
    List<String> lines = new ArrayList<>();
    lines.add(line(columns, cells, style::bold));
    cells.forEach(row -> lines.add(line(row, cells, UnaryOperator.identity())));
    return lines;
  }

  private String line(List<String> row, List<List<String>> cells, UnaryOperator<String> emphasis) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      String padding = " ".repeat(width(i, cells) - length(row.get(i)));
      String cell = emphasis.apply(row.get(i));
      line.append(isNumeric(columns.get(i)) ? padding + cell : cell + padding).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column, List<List<String>> cells) {
    int widest = columns.get(column).length();
    for (List<String> row : cells) {
      widest = Math.max(widest, length(row.get(column)));
    }
    return widest;
  }

  private boolean isNumeric(String column) {
    return rows.stream()
        .map(row -> row.values().get(column))
        .anyMatch(
            value ->
                value instanceof Number
                    || value instanceof Count
                    || value instanceof Bytes
                    || value instanceof Duration
                    || value instanceof Row.Length);
  }

  private static String cell(Row row, String column) {
    String text = Words.of(row.values().get(column));
    return length(text) <= WIDEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDEST - 2)) + "..";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
