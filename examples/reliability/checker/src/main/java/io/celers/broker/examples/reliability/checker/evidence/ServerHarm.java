package io.celers.broker.examples.reliability.checker.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done to the server, as the nemesis writes it down. */
public enum ServerHarm {
  /** The server is stopped in order, and started again. */
  RESTART(true, false),
  /** It is stopped as if it had crashed, and started again. */
  IMMEDIATE_STOP(true, true),
  /** SIGKILL of its main process. */
  POSTMASTER_KILL(true, true),
  /** SIGKILL of the process of one session, after which the server restarts all by itself. */
  BACKEND_KILL(true, true),
  /** Sessions are ended. */
  TERMINATION(false, false),
  /** Statements are cancelled. */
  CANCELLATION(false, false),
  /** Connections are cut on their way. */
  CONNECTION_CUT(false, false),
  /** There is no space left for the tables. */
  FULL_DISK(true, false);

  private final boolean outage;
  private final boolean crash;

  ServerHarm(boolean outage, boolean crash) {
    this.outage = outage;
    this.crash = crash;
  }

  /** Whether nothing can go on for a while, as the server is away or cannot write. */
  public boolean isOutage() {
    return outage;
  }

  /** Whether what did not wait for the disk is lost. */
  public boolean isCrash() {
    return crash;
  }

  /** As it is in a history. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<ServerHarm> of(String word) {
    return Arrays.stream(values()).filter(harm -> harm.word().equals(word)).findFirst();
  }
}
