package io.celers.broker.examples.reliability.proxy;

import io.celers.broker.examples.reliability.proxy.CommitCut.Side;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection through the proxy, and what can be done to it. Safe for use by many threads. */
public final class Link {

  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  /** Shorter than any message that ends a reply. */
  private static final int MISSING = 2;

  private final Socket client;
  private final Socket server;
  private final Wire toClient;
  private final Wire toServer;
  private final Function<String, Optional<CommitCut>> cuts;
  private final Duration serverNoticesAfter;
  private final CommitWatch watch = new CommitWatch();
  private final CompletableFuture<Long> thrownAway = new CompletableFuture<>();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private volatile @Nullable CommitCut cutAfterReply;
  private volatile boolean replyIsError;
  private final AtomicLong unanswered = new AtomicLong();
  private volatile boolean blackHole;
  private volatile boolean cutInsideReply;
  private volatile int backend;

  Link(
      Socket client,
      Socket server,
      Function<String, Optional<CommitCut>> cuts,
      Duration serverNoticesAfter)
      throws IOException {
    this.client = client;
    this.server = server;
    this.toClient = new Wire(client);
    this.toServer = new Wire(server);
    this.cuts = cuts;
    this.serverNoticesAfter = serverNoticesAfter;
  }

  /** Carries messages in both directions until the client is gone and the server may know. */
  void run(Executor threads) {
    threads.execute(() -> pump(server, this::fromServer));
    try {
      pump(client, this::fromClient);
    } finally {
      thrownAway.complete(System.nanoTime());
    }
    if (blackHole) {
      linger();
    }
  }

  private void linger() {
    try {
      TimeUnit.NANOSECONDS.sleep(serverNoticesAfter.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What one direction does until its stream ends. */
  private interface Pump {
    void run(DataInputStream in) throws IOException;
  }

  private void pump(Socket from, Pump pump) {
    try {
      pump.run(new DataInputStream(new BufferedInputStream(from.getInputStream())));
    } catch (IOException e) {
      // the other end is gone, or was cut off by a fault: both are what this proxy is for
    } finally {
      end();
    }
  }

  /** Passes the end of one side on to the other, unless it must not notice. */
  private void end() {
    if (!blackHole) {
      finish();
    }
  }

  private void fromClient(DataInputStream in) throws IOException {
    Frame first = Frame.first(in);
    while (first != null && (first.number() == SSL_REQUEST || first.number() == GSS_REQUEST)) {
      toClient.send(new byte[] {'N'});
      first = Frame.first(in);
    }
    if (first == null) {
      return;
    }
    toServer.send(first.bytes());
    for (Frame frame = Frame.next(in); frame != null; frame = Frame.next(in)) {
      unanswered.compareAndSet(0, System.nanoTime());
      CommitCut cut = watch.sent(frame).flatMap(cuts).orElse(null);
      if (cut != null && cut.side() == Side.BEFORE) {
        cut(cut, toServer, frame.bytes(), false);
        in.transferTo(ByteArrayOutputStream.nullOutputStream());
        return;
      }
      if (cut != null) {
        cutAfterReply = cut;
      }
      toServer.send(frame.bytes());
    }
  }

  private void fromServer(DataInputStream in) throws IOException {
    for (Frame frame = Frame.next(in); frame != null; frame = Frame.next(in)) {
      if (frame.type() == 'K') {
        backend = frame.number();
      } else if (frame.type() == 'Z') {
        watch.ready(frame.letter());
        answered();
      }
      // An error may come before the client's last message has: then nothing is held yet.
      replyIsError |= frame.type() == 'E';
      CommitCut cut = cutAfterReply;
      if (cut != null) {
        hold(frame, cut);
      } else if (cutInsideReply) {
        toClient.send(frame.bytes(), frame.bytes().length - MISSING);
        reset();
      } else {
        toClient.send(frame.bytes());
      }
      if (frame.type() == 'Z') {
        replyIsError = false;
      }
    }
  }

  private void answered() {
    if (!blackHole) {
      unanswered.set(0);
    }
  }

  /** Keeps the reply to a commit until it is whole; then nobody hears it, unless it is an error. */
  private void hold(Frame frame, CommitCut cut) throws IOException {
    held.write(frame.bytes());
    if (frame.type() != 'Z') {
      return;
    }
    cutAfterReply = null;
    byte[] reply = held.toByteArray();
    held.reset();
    if (replyIsError) {
      cut.done(new CommitCut.Done(backend, false));
      toClient.send(reply);
    } else {
      cut(cut, toClient, reply, true);
    }
  }

  private void cut(CommitCut cut, Wire wire, byte[] bytes, boolean committed) throws IOException {
    switch (cut.manner()) {
      case RESET -> reset();
      case FINISH -> finish();
      case INSIDE_A_MESSAGE -> {
        wire.send(bytes, bytes.length - MISSING);
        finish();
      }
    }
    cut.done(new CommitCut.Done(backend, committed));
  }

  /** Ends it in both directions as if the processes at the other ends had died. */
  public void reset() {
    try {
      toClient.reset();
      toServer.reset();
    } catch (IOException e) {
      // it is gone already
    }
  }

  /** Ends it in both directions as if the other ends had closed it. */
  public void finish() {
    try {
      toClient.finish();
      toServer.finish();
    } catch (IOException e) {
      // it is gone already
    }
  }

  /** Swallows everything from now on; neither side hears of it. */
  public void blackHole() {
    blackHole = true;
    toClient.swallow();
    toServer.swallow();
  }

  /** Each message from now on comes so much later. */
  public void delay(Duration each) {
    toClient.delay(each);
    toServer.delay(each);
  }

  /** So many bytes in a second from now on, in each direction. */
  public void throttle(int bytesPerSecond) {
    toClient.throttle(bytesPerSecond);
    toServer.throttle(bytesPerSecond);
  }

  /** Resets it in the middle of the next message from the server. */
  public void cutInsideNextReply() {
    cutInsideReply = true;
  }

  /** Id of the server's process; zero as long as it has not said. */
  public int backend() {
    return backend;
  }

  /** When, by {@link System#nanoTime}, the client gave it up. */
  public CompletableFuture<Long> thrownAway() {
    return thrownAway.copy();
  }

  /**
   * Since when, by {@link System#nanoTime}, the client waits for an answer; zero if it does not.
   */
  public long unansweredSince() {
    return unanswered.get();
  }

  /** Whether messages pass. */
  public boolean isWell() {
    return !blackHole && !thrownAway.isDone() && backend != 0;
  }
}
