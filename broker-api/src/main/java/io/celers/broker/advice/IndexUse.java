package io.celers.broker.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the indexes of the task table earn their keep.
 *
 * <p>An entry of the claim index takes about 100 bytes: 12 for the entry's header and its pointer,
 * 48 for queue, priority, time and id, on pages that a B-tree under random inserts fills to two
 * thirds (A. C. Yao, 1978). It holds the live tasks, and what became dead in the hour between two
 * vacuums, two entries for each task: {@code expected = (pending + processing + 2 * finished in an
 * hour) * 100 bytes}. It is to be rebuilt at more than four times that and 16 MiB. An index that
 * guards nothing, was never scanned although tasks passed, and has 1 MiB is to be dropped. These
 * bounds are conventions.
 *
 * @param pending tasks that wait, from 0
 * @param processing tasks that are held, from 0
 * @param finished how fast tasks finish
 * @param indexes the indexes of the table
 */
public record IndexUse(long pending, long processing, Rate finished, List<IndexFigures> indexes)
    implements Measurement {

  private static final double ENTRY_BYTES = 100;
  private static final double DEAD_ENTRIES_PER_TASK = 2;
  private static final Duration BETWEEN_VACUUMS = Duration.ofHours(1);
  private static final int BLOATED = 4;
  private static final long WORTH_REBUILDING = 16L << 20;
  private static final long WORTH_DROPPING = 1L << 20;

  /** Checks the figures. */
  public IndexUse {
    Figures.notNegative("pending", pending);
    Figures.notNegative("processing", processing);
    indexes = List.copyOf(indexes);
  }

  /** How large a healthy claim index is, about, in bytes. */
  public long expectedClaimIndexBytes() {
    double live = (double) pending + processing;
    double dead = DEAD_ENTRIES_PER_TASK * finished.in(BETWEEN_VACUUMS);
    return Figures.ceil((live + dead) * ENTRY_BYTES);
  }

  /** What to do about each index, in the order given. */
  public List<IndexAdvice> advice() {
    return indexes.stream().map(this::advice).toList();
  }

  private IndexAdvice advice(IndexFigures index) {
    return switch (index.role()) {
      case CLAIM -> {
        long expected = expectedClaimIndexBytes();
        yield index.bytes() > WORTH_REBUILDING && index.bytes() / BLOATED > expected
            ? new IndexAdvice.Rebuild(index, expected)
            : new IndexAdvice.Keep(index);
      }
      case CONSTRAINT -> new IndexAdvice.Keep(index);
      case LOOKUP ->
          index.scans() == 0 && index.bytes() >= WORTH_DROPPING && !finished.isZero()
              ? new IndexAdvice.Drop(index)
              : new IndexAdvice.Keep(index);
    };
  }

  @Override
  public Finding finding() {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(Evidence.of("pending", pending, Unit.TASKS));
    evidence.add(Evidence.of("processing", processing, Unit.TASKS));
    evidence.add(Evidence.of("finished", finished));
    evidence.add(Evidence.of("expected claim index", expectedClaimIndexBytes(), Unit.BYTES));
    List<Remedy> remedies = new ArrayList<>();
    for (IndexAdvice advice : advice()) {
      String name = advice.figures().index().name();
      evidence.add(Evidence.of("size of " + name, advice.figures().bytes(), Unit.BYTES));
      evidence.add(Evidence.of("scans of " + name, advice.figures().scans(), Unit.SCANS));
      remedies.addAll(remedy(advice));
    }
    return new Finding(
        "indexes",
        remedies.isEmpty() ? Severity.OK : Severity.INFO,
        evidence,
        remedies.isEmpty()
            ? "The indexes earn their keep. No further one is needed: a claim reads no more rows"
                + " of a long queue than of a short one."
            : "Rebuild what is bloated; drop what nothing reads, once the statistics cover every"
                + " report and every replica that might.",
        remedies);
  }

  private static List<Remedy> remedy(IndexAdvice advice) {
    String index = advice.figures().index().quoted();
    if (advice instanceof IndexAdvice.Rebuild) {
      return List.of(new Remedy.Sql("REINDEX INDEX CONCURRENTLY " + index));
    }
    return advice instanceof IndexAdvice.Drop
        ? List.of(new Remedy.Sql("DROP INDEX CONCURRENTLY " + index))
        : List.of();
  }
}
