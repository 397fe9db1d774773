package io.celers.broker.jooq.internal.deadletter;

import io.celers.broker.delivery.DeadLetter.Cause;
import java.util.Locale;

/** Causes as they are stored: their names in lower case. */
public final class CauseText {

  private CauseText() {}

  /** As stored. */
  public static String of(Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }

  static Cause parse(String stored) {
    return Cause.valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
