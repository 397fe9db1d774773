package io.celers.broker.jooq.internal.transfer;

import org.jspecify.annotations.Nullable;

/** Part of a line is not what it should be; says what it should be, never what it is. */
final class Refused extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable String field;

  /** Of the line as a whole. */
  Refused(String reason) {
    this(null, reason);
  }

  /** Of one field. */
  Refused(@Nullable String field, String reason) {
    super(reason, null, false, false);
    this.field = field;
  }

  @Nullable String field() {
    return field;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
