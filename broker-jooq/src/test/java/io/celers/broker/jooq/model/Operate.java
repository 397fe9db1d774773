package io.celers.broker.jooq.model;

import io.celers.broker.query.Bulk;
import io.celers.broker.query.Page;
import java.util.function.Function;

/** A verb of operators on tasks and dead letters. */
record Operate(Verb verb, Which which) implements Command {

  enum Verb {
    CANCEL_ALL,
    PRIORITIZE_TO_9,
    PRIORITIZE_TO_0,
    MOVE_TO_A,
    MOVE_TO_B,
    MAKE_DUE,
    REQUEUE,
    PURGE
  }

  @Override
  public String on(BrokerModel model) {
    if (!which.isThere(model)) {
      return NOT_MADE;
    }
    return switch (verb) {
      case CANCEL_ALL -> model.cancelAll(which);
      case PRIORITIZE_TO_9 -> model.prioritize(which, 9);
      case PRIORITIZE_TO_0 -> model.prioritize(which, 0);
      case MOVE_TO_A -> model.move(which, "a");
      case MOVE_TO_B -> model.move(which, "b");
      case MAKE_DUE -> model.makeDue(which);
      case REQUEUE -> model.requeue(which);
      case PURGE -> model.purge(which);
    };
  }

  @Override
  public String on(Play play) {
    if (!which.isThere(play)) {
      return NOT_MADE;
    }
    var tasks = play.broker().tasks();
    var dead = play.broker().deadLetters();
    return switch (verb) {
      case CANCEL_ALL -> all(page -> tasks.cancelAll(which.tasks(play), "operator", page));
      case PRIORITIZE_TO_9 -> all(page -> tasks.prioritizeAll(which.tasks(play), 9, page));
      case PRIORITIZE_TO_0 -> all(page -> tasks.prioritizeAll(which.tasks(play), 0, page));
      case MOVE_TO_A -> all(page -> tasks.moveAll(which.tasks(play), "a", page));
      case MOVE_TO_B -> all(page -> tasks.moveAll(which.tasks(play), "b", page));
      case MAKE_DUE -> all(page -> tasks.makeDueAll(which.tasks(play), page));
      case REQUEUE ->
          which.kind() == Which.Kind.TASK
              ? one(dead.requeue(play.id(which.name())))
              : all(page -> dead.requeueAll(which.deadLetters(play), page));
      case PURGE ->
          which.kind() == Which.Kind.TASK
              ? one(dead.purge(play.id(which.name())))
              : all(page -> dead.purgeAll(which.deadLetters(play), page));
    };
  }

  private static String all(Function<Page, Bulk> verb) {
    return Bulk.all(verb) + " changed";
  }

  private static String one(boolean done) {
    return (done ? 1 : 0) + " changed";
  }
}
