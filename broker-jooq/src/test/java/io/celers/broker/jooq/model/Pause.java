package io.celers.broker.jooq.model;

/** {@code pause} and {@code resume} of a queue. */
record Pause(String queue, Verb verb) implements Command {

  enum Verb {
    PAUSE,
    RESUME
  }

  @Override
  public String on(BrokerModel model) {
    return String.valueOf(verb == Verb.PAUSE ? model.pause(queue) : model.resume(queue));
  }

  @Override
  public String on(Play play) {
    return String.valueOf(
        verb == Verb.PAUSE
            ? play.broker().queue(queue).pause("model")
            : play.broker().queue(queue).resume());
  }
}
