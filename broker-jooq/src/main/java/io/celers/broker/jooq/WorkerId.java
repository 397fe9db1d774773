package io.celers.broker.jooq;

import io.celers.broker.internal.Text;
import io.celers.broker.task.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a process calls itself. */
final class WorkerId {

  private WorkerId() {}

  /** Process id and host name, to be read by people: nothing depends on its being unique. */
  static String ofThisProcess() {
    return Text.clean(ProcessHandle.current().pid() + "@" + host(), Limits.NAME_BYTES);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A host without a name of its own, as in some containers.
      return "localhost";
    }
  }
}
