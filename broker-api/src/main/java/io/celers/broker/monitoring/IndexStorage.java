package io.celers.broker.monitoring;

/**
 * What PostgreSQL says of one index of the broker.
 *
 * @param name of the index
 * @param bytes on disk
 * @param scans how often it was used since the statistics were reset
 * @param entriesRead entries that these scans returned
 * @param enforces whether it enforces a key, and so is needed even if nothing reads it
 * @param valid whether queries may use it; not so while it is built, and after a build that was
 *     interrupted
 */
public record IndexStorage(
    String name, Bytes bytes, long scans, long entriesRead, boolean enforces, boolean valid) {

  /**
   * Whether nothing has used it since the statistics were reset, although queries may, and no key
   * needs it.
   */
  public boolean isUnused() {
    return scans == 0 && !enforces && valid;
  }
}
