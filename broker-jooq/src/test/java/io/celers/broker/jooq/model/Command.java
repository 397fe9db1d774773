package io.celers.broker.jooq.model;

import java.util.stream.Stream;

/**
 * One call of the broker, or a move of its clock, on tasks by their names.
 *
 * <p>A record, so that {@link JavaText} can write it down. One about tasks that are not there does
 * nothing: so a list stays one that can be played whatever is left out of it.
 */
interface Command {

  /** What there is to say of a call that was not made. */
  String NOT_MADE = "not made";

  /** What the broker must answer. */
  String on(BrokerModel model);

  /** What it answers. */
  String on(Play play);

  /** The same with a part left out, for each part that can be. */
  default Stream<Command> simpler() {
    return Stream.empty();
  }
}
