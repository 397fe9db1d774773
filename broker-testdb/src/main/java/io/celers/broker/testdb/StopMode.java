package io.celers.broker.testdb;

/** How a server ends before it is started again. */
public enum StopMode {
  /** Disconnects the clients, rolls back what they had begun, and writes a checkpoint. */
  FAST("fast"),
  /** Ends at once without writing anything: the next start recovers as after a crash. */
  IMMEDIATE("immediate"),
  /**
   * SIGKILL of its main process, as when memory runs out. The others notice that and end by
   * themselves; the file that names the main process stays.
   */
  KILL("immediate");

  private final String word;

  StopMode(String word) {
    this.word = word;
  }

  /** For {@code pg_ctl}. */
  String word() {
    return word;
  }
}
