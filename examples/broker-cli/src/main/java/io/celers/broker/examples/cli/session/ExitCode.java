package io.celers.broker.examples.cli.session;

/** What the program says to the script that called it. */
public final class ExitCode {

  /** Done. */
  public static final int OK = 0;

  /** The database refused or failed. */
  public static final int FAILURE = 1;

  /** Wrong arguments. */
  public static final int USAGE = 2;

  /** There is no such thing, or nothing was changed. */
  public static final int NOTHING = 3;

  /** The operator said no, or could not be asked. */
  public static final int NOT_CONFIRMED = 4;

  /** Ended by Ctrl-C or SIGTERM. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
