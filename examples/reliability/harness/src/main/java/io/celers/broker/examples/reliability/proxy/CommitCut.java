package io.celers.broker.examples.reliability.proxy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A connection is to be cut around a commit. Good for one cut; safe for use by many threads. */
public final class CommitCut {

  /** On which side of the commit. */
  public enum Side {
    /** The server never sees it. */
    BEFORE,
    /** The server has said that it is done, and the client never hears it. */
    AFTER
  }

  /** How the connection ends. */
  public enum Manner {
    /** As if the process at the other end had died: RST. */
    RESET,
    /** As if the other end had closed it: FIN. */
    FINISH,
    /** RST after a part of the message. */
    INSIDE_A_MESSAGE
  }

  /**
   * What was cut.
   *
   * @param backend id of the server's process
   * @param committed whether the server said so
   */
  public record Done(int backend, boolean committed) {}

  private final Side side;
  private final Manner manner;
  private final Predicate<String> statements;
  private final CompletableFuture<Done> done = new CompletableFuture<>();
  private int toPass;

  /**
   * The next commit that fits, after some that pass.
   *
   * @param statements which transactions fit, by the text of their statements
   * @param toPass how many of them pass
   */
  public CommitCut(Side side, Manner manner, Predicate<String> statements, int toPass) {
    this.side = side;
    this.manner = manner;
    this.statements = statements;
    this.toPass = toPass;
  }

  /** Whether it is this commit. */
  synchronized boolean meets(String text) {
    return statements.test(text) && toPass-- == 0;
  }

  Side side() {
    return side;
  }

  Manner manner() {
    return manner;
  }

  void done(Done what) {
    done.complete(what);
  }

  /** Whether it was done. */
  public boolean isDone() {
    return done.isDone();
  }

  /**
   * What was cut.
   *
   * @throws IllegalStateException if nothing was, for ten seconds
   */
  public Done await() throws InterruptedException {
    try {
      return done.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no commit came by", e);
    }
  }
}
