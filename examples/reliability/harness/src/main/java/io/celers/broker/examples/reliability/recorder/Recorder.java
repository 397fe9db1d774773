package io.celers.broker.examples.reliability.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.HistoryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The history of this process. Safe for use by many threads.
 *
 * <p>Each event is one line, written by one call of the operating system to a file that is open for
 * appending. So a line is there or it is not when the process is killed at any moment; it is the
 * machine that would have to crash for a written one to get lost.
 */
public final class Recorder implements AutoCloseable {

  private final FileChannel file;
  private long sequence;

  private Recorder(FileChannel file) {
    this.file = file;
  }

  /**
   * Begins a history, which must not be there yet.
   *
   * @param process its name
   * @param role what it is, for the first event
   */
  public static Recorder begin(Path folder, String process, String role) {
    try {
      Recorder recorder =
          new Recorder(
              FileChannel.open(
                  folder.resolve(process + HistoryFolder.SUFFIX),
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.APPEND));
      recorder.record(EventKind.PROCESS_BEGUN, role);
      return recorder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something that concerns no task. */
  public void record(EventKind kind, String detail) {
    record(kind, null, null, 0, detail);
  }

  /** Writes an event down; what happens next in the caller happens after it is written. */
  public synchronized void record(
      EventKind kind, @Nullable UUID task, @Nullable UUID receipt, long number, String detail) {
    Event event = new Event(sequence++, System.nanoTime(), kind, task, receipt, number, detail);
    ByteBuffer line = UTF_8.encode(event.line() + "\n");
    try {
      file.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (line.hasRemaining()) {
      throw new IllegalStateException("an event was cut");
    }
  }

  /** The last event of a process that was not killed. */
  @Override
  public void close() {
    record(EventKind.PROCESS_ENDED, "");
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
