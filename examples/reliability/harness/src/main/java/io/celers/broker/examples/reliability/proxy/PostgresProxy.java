package io.celers.broker.examples.reliability.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens on the loopback interface and carries connections to a PostgreSQL server there, without
 * encryption. Safe for use by many threads.
 */
public final class PostgresProxy implements AutoCloseable {

  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(10);

  private final int serverPort;
  private final Duration serverNoticesAfter;
  private final ServerSocket socket;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "postgres-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable CommitCut armed;
  private volatile Consumer<String> observer = statements -> {};

  private PostgresProxy(int serverPort, Duration serverNoticesAfter, ServerSocket socket) {
    this.serverPort = serverPort;
    this.serverNoticesAfter = serverNoticesAfter;
    this.socket = socket;
  }

  /**
   * Begins to listen.
   *
   * @param serverNoticesAfter how long the server keeps a connection that went into a black hole
   *     after the client has given it up, as its keep-alive settings would decide
   */
  public static PostgresProxy before(int serverPort, Duration serverNoticesAfter) {
    try {
      ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      PostgresProxy proxy = new PostgresProxy(serverPort, serverNoticesAfter, socket);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        threads.execute(() -> carry(client));
      } catch (IOException e) {
        // closed, as the condition of the loop will find, or out of file handles for a while
        LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
      }
    }
  }

  private void carry(Socket client) {
    try (client;
        Socket server = new Socket()) {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Link link = new Link(client, server, this::cutOf, serverNoticesAfter);
      links.add(link);
      try {
        link.run(threads);
      } finally {
        links.remove(link);
      }
    } catch (IOException e) {
      // the server does not answer: so neither do we
    }
  }

  private synchronized Optional<CommitCut> cutOf(String statements) {
    observer.accept(statements);
    CommitCut cut = armed;
    if (cut == null || !cut.meets(statements)) {
      return Optional.empty();
    }
    armed = null;
    return Optional.of(cut);
  }

  /** Cuts whichever connection makes the commit that it is waiting for; replaces the one before. */
  public synchronized void arm(CommitCut cut) {
    armed = cut;
  }

  /** Cuts no more. */
  public synchronized void disarm() {
    armed = null;
  }

  /** Is told the statements of each commit from now on, before it passes. */
  public synchronized void observe(Consumer<String> who) {
    observer = who;
  }

  /** Port to connect to. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Connections that a client still holds. */
  public List<Link> links() {
    return List.copyOf(links);
  }

  /** Ends all connections. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::reset);
    threads.shutdownNow();
  }
}
