package io.celers.broker.advice;

import java.util.List;

/**
 * How much of what is read is found in PostgreSQL's cache.
 *
 * <p>{@code ratio = hit / (hit + read)}, of the blocks of the tables and their indexes. A queue
 * works on a few pages again and again, so below 0.99 the cache is too small for what is hot, or
 * statements read what they need not: {@link Severity#INFO}, below 0.9 {@link Severity#WARNING}.
 * These bounds are a convention, and so is that fewer than 100,000 blocks are no measurement: a
 * cold start alone reads as many. A block that is read may come from the operating system's cache.
 *
 * @param hit blocks that were found, from 0
 * @param read blocks that were not, from 0
 */
public record CacheHits(long hit, long read) implements Measurement {

  private static final long ENOUGH = 100_000;
  private static final double GOOD = 0.99;
  private static final double BAD = 0.9;

  /** Checks the figures. */
  public CacheHits {
    Figures.notNegative("hit", hit);
    Figures.notNegative("read", read);
  }

  /** The share that was found, 0 to 1; 1 if nothing was read. */
  public double ratio() {
    return read == 0 ? 1 : hit / ((double) hit + read);
  }

  @Override
  public Finding finding() {
    if ((double) hit + read < ENOUGH) {
      return Finding.notMeasured("cache-hits", "fewer than 100,000 blocks have been read.");
    }
    Severity severity = severity();
    return new Finding(
        "cache-hits",
        severity,
        List.of(
            Evidence.of("found", hit, Unit.BLOCKS),
            Evidence.of("read", read, Unit.BLOCKS),
            Evidence.of("ratio", ratio(), Unit.NUMBER)),
        severity == Severity.OK
            ? "What is hot is in the cache."
            : "Look for statements that read much; else raise shared_buffers, to a quarter of the"
                + " memory at most.",
        List.of());
  }

  private Severity severity() {
    if (ratio() >= GOOD) {
      return Severity.OK;
    }
    return ratio() >= BAD ? Severity.INFO : Severity.WARNING;
  }
}
