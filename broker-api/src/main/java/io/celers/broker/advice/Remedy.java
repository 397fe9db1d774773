package io.celers.broker.advice;

import java.util.Locale;

/** Something to apply, ready to be copied. Nothing here is ever applied by the library. */
public sealed interface Remedy {

  /** As one line of text. */
  String text();

  /**
   * A statement for the owner of the table, without a semicolon.
   *
   * @param text the statement
   */
  record Sql(String text) implements Remedy {}

  /**
   * A setting of the application or its pool.
   *
   * @param name what is set: {@code concurrency}, {@code maximumPoolSize}
   * @param value to what
   */
  record Setting(String name, long value) implements Remedy {

    @Override
    public String text() {
      return String.format(Locale.ROOT, "%s = %d", name, value);
    }
  }
}
