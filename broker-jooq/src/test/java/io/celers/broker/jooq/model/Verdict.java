package io.celers.broker.jooq.model;

import io.celers.broker.delivery.Rejection;

/**
 * What a holder says of a delivery.
 *
 * @param delay of a retry, in ticks
 */
record Verdict(Hold hold, Kind kind, int delay) {

  enum Kind {
    RETRY,
    DEAD_LETTER,
    DISCARD,
    CANCEL
  }

  Rejection toRejection() {
    return switch (kind) {
      case RETRY -> Rejection.retry(kind.name()).after(Play.ticks(delay));
      case DEAD_LETTER -> Rejection.deadLetter(kind.name());
      case DISCARD -> Rejection.discard(kind.name());
      case CANCEL -> Rejection.cancel(kind.name());
    };
  }
}
