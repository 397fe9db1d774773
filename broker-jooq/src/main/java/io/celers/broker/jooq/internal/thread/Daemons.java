package io.celers.broker.jooq.internal.thread;

/** Threads that do not keep the JVM from ending. */
public final class Daemons {

  private Daemons() {}

  /** A thread that is not started yet. */
  public static Thread of(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
