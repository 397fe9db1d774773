package io.celers.broker.advice;

/**
 * What is known of an index.
 *
 * @param index its name
 * @param role what it is for
 * @param scans how often it was used since the statistics were reset, from 0
 * @param bytes its size, from 0
 */
public record IndexFigures(Relation index, Role role, long scans, long bytes) {

  /** What an index is for. */
  public enum Role {
    /** Finds what is due: holds an entry for each live task. */
    CLAIM,
    /** Guards a primary key or another constraint; stays whether it is scanned or not. */
    CONSTRAINT,
    /** Only makes reading faster. */
    LOOKUP
  }

  /** Checks the figures. */
  public IndexFigures {
    Figures.notNegative("scans", scans);
    Figures.notNegative("bytes", bytes);
  }
}
