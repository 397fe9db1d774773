package io.celers.broker.maintenance;

/** What becomes of a finished task that has been kept long enough. */
public enum Disposal {

  /** Moved into the archive, complete. */
  ARCHIVE,

  /** Deleted for good. */
  DELETE
}
