package io.celers.broker.jooq.internal.task;

import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.task.TaskState;
import java.util.Locale;

/** States as they are stored: the names of the API in lower case. */
final class States {

  private States() {}

  static TaskState parse(CelersTaskState stored) {
    return TaskState.valueOf(stored.getLiteral().toUpperCase(Locale.ROOT));
  }

  static CelersTaskState stored(TaskState state) {
    return CelersTaskState.valueOf(state.name().toLowerCase(Locale.ROOT));
  }
}
