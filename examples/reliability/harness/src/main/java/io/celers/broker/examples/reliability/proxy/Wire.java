package io.celers.broker.examples.reliability.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One direction of a link, as good or bad as it is made. Safe for use by many threads. */
final class Wire {

  private final Socket to;
  private final OutputStream out;
  private volatile Duration delay = Duration.ZERO;
  private volatile int bytesPerSecond = Integer.MAX_VALUE;
  private volatile boolean swallows;

  Wire(Socket to) throws IOException {
    this.to = to;
    this.out = to.getOutputStream();
  }

  void delay(Duration each) {
    delay = each;
  }

  void throttle(int rate) {
    bytesPerSecond = rate;
  }

  void swallow() {
    swallows = true;
  }

  void send(byte[] bytes) throws IOException {
    send(bytes, bytes.length);
  }

  /** Only so many of the bytes. */
  void send(byte[] bytes, int length) throws IOException {
    sleep(delay);
    if (bytesPerSecond == Integer.MAX_VALUE) {
      write(bytes, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      sleep(Duration.ofSeconds(1).dividedBy(bytesPerSecond));
      write(bytes, i, 1);
    }
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    if (!swallows) {
      out.write(bytes, offset, length);
    }
  }

  private static void sleep(Duration time) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** FIN. */
  void finish() throws IOException {
    if (!to.isOutputShutdown()) {
      to.shutdownOutput();
    }
  }

  /** RST, in both directions. */
  void reset() throws IOException {
    to.setSoLinger(true, 0);
    to.close();
  }
}
