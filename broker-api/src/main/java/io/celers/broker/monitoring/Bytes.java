package io.celers.broker.monitoring;

/**
 * A size on disk.
 *
 * @param value in bytes
 * @param pretty as PostgreSQL prints it for people, as in {@code 16 MB}
 */
public record Bytes(long value, String pretty) {

  /** For people. */
  @Override
  public String toString() {
    return pretty;
  }
}
