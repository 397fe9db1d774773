package io.celers.broker.jooq;

import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.sql.Host;
import io.celers.broker.task.Limits;

/** What a process calls itself. */
final class WorkerId {

  private WorkerId() {}

  /** Process id and host name, to be read by people: nothing depends on its being unique. */
  static String ofThisProcess() {
    return Text.clean(ProcessHandle.current().pid() + "@" + Host.name(), Limits.NAME_BYTES);
  }
}
