package io.celers.broker.jooq.internal.sql;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The machine that this process runs on. */
public final class Host {

  private Host() {}

  /** Its name, to be read by people. */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A host without a name of its own, as in some containers.
      return "localhost";
    }
  }
}
