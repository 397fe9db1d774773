package io.celers.broker.jooq.model;

import io.celers.broker.delivery.Cancellation;

/** {@code cancel} of one task. */
record Cancel(String task) implements Command {

  @Override
  public String on(BrokerModel model) {
    return model.knows(task) ? model.cancel(task) : NOT_MADE;
  }

  @Override
  public String on(Play play) {
    if (!play.knows(task)) {
      return NOT_MADE;
    }
    Cancellation cancellation = play.broker().tasks().cancel(play.id(task), "operator");
    return cancellation instanceof Cancellation.Done done
        ? "Done from " + done.from()
        : cancellation.getClass().getSimpleName();
  }
}
