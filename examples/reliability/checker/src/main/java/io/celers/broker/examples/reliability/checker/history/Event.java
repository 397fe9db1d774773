package io.celers.broker.examples.reliability.checker.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history.
 *
 * @param sequence counts the events of a process from zero, so that a missing one shows
 * @param nanos of the machine's monotonic clock, which all its processes share
 * @param task whom it concerns, if anybody
 * @param receipt of the claim in question, if any
 * @param number of the order or of the delivery, or a figure
 * @param detail more, in words
 */
public record Event(
    long sequence,
    long nanos,
    EventKind kind,
    @Nullable UUID task,
    @Nullable UUID receipt,
    long number,
    String detail) {

  private static final int FIELDS = 7;
  private static final String NOTHING = "-";

  /** The line, without its end. */
  public String line() {
    return String.join(
        " ",
        Long.toString(sequence),
        Long.toString(nanos),
        kind.word(),
        task == null ? NOTHING : task.toString(),
        receipt == null ? NOTHING : receipt.toString(),
        Long.toString(number),
        detail.replaceAll("\\R", " "));
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Event of(String line) {
    String[] fields = line.split(" ", FIELDS);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("not an event: " + line);
    }
    return new Event(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        EventKind.of(fields[2]),
        uuid(fields[3]),
        uuid(fields[4]),
        Long.parseLong(fields[5]),
        fields[6]);
  }

  /** The same at another place of its history. */
  public Event withSequence(long sequence) {
    return new Event(sequence, nanos, kind, task, receipt, number, detail);
  }

  /** The same, but of another kind. */
  public Event withKind(EventKind kind, String detail) {
    return new Event(sequence, nanos, kind, task, receipt, number, detail);
  }

  private static @Nullable UUID uuid(String field) {
    return field.equals(NOTHING) ? null : UUID.fromString(field);
  }
}
