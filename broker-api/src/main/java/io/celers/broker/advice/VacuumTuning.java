package io.celers.broker.advice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When autovacuum should clean a table.
 *
 * <p>PostgreSQL's manual (Routine Vacuuming, The Autovacuum Daemon): a table is vacuumed when its
 * dead rows exceed {@code autovacuum_vacuum_threshold + autovacuum_vacuum_scale_factor * rows}, or
 * the rows inserted since the last time the same sum of the {@code vacuum_insert} settings; it is
 * analyzed when the rows changed exceed that of the {@code analyze} ones. Defaults: 50 + 0.2, 1000
 * + 0.2, 50 + 0.1.
 *
 * <p>Here the sum is set to what becomes dead in an hour, and for inserts to what comes in a day:
 * {@code threshold = clamp(that, 50, 1000)}, {@code scale factor = (that - threshold) / rows},
 * rounded down to four digits and never above the default. Hour and day are conventions: a claim
 * has to step over what is dead in its index. Up to 1,000 dead rows in a day there is nothing to
 * do.
 *
 * @param table the table
 * @param rows its rows, from 0
 * @param inserts rows that are inserted
 * @param deaths rows that are deleted or updated: each leaves a dead one
 * @param current what is set for dead rows now, {@link #DEFAULT} if nothing
 */
public record VacuumTuning(Relation table, long rows, Rate inserts, Rate deaths, Trigger current)
    implements Measurement {

  /** What PostgreSQL does on its own: 50 rows and a fifth of the table. */
  public static final Trigger DEFAULT = new Trigger(50, new BigDecimal("0.2"));

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final double DEFAULT_SCALE = 0.2;
  private static final double DEFAULT_ANALYZE_SCALE = 0.1;
  private static final long LOWEST_THRESHOLD = 50;
  private static final long HIGHEST_THRESHOLD = 1_000;
  private static final int SCALE_DIGITS = 4;

  /**
   * A pair of settings: work is due when more rows than their sum have changed.
   *
   * @param threshold fixed part, in rows
   * @param scaleFactor part of the table's rows
   */
  public record Trigger(long threshold, BigDecimal scaleFactor) {

    /** How many rows it takes in a table of so many. */
    public double rows(long tableRows) {
      return threshold + scaleFactor.doubleValue() * tableRows;
    }
  }

  /** Checks the figures. */
  public VacuumTuning {
    Figures.notNegative("rows", rows);
  }

  /** Of a table without settings of its own. */
  public VacuumTuning(Relation table, long rows, Rate inserts, Rate deaths) {
    this(table, rows, inserts, deaths, DEFAULT);
  }

  /** For dead rows: due every hour. */
  public Trigger vacuum() {
    return trigger(deaths.in(HOUR), DEFAULT_SCALE);
  }

  /** For inserted rows: due every day. */
  public Trigger vacuumInsert() {
    return trigger(inserts.in(DAY), DEFAULT_SCALE);
  }

  /** For statistics: due every hour. */
  public Trigger analyze() {
    return trigger(inserts.in(HOUR) + deaths.in(HOUR), DEFAULT_ANALYZE_SCALE);
  }

  /** How long dead rows pile up with PostgreSQL's defaults; empty if for more than ten years. */
  public Optional<Duration> defaultInterval() {
    return Figures.timeFor(DEFAULT.rows(rows), deaths);
  }

  /** How long dead rows pile up as it is set now; empty if for more than ten years. */
  public Optional<Duration> interval() {
    return Figures.timeFor(current.rows(rows), deaths);
  }

  /** The statement that sets it, for the owner of the table. */
  public Remedy.Sql statement() {
    return new Remedy.Sql(
        "ALTER TABLE "
            + table.quoted()
            + " SET ("
            + String.join(
                ", ",
                settings("autovacuum_vacuum", vacuum()),
                settings("autovacuum_vacuum_insert", vacuumInsert()),
                settings("autovacuum_analyze", analyze()))
            + ")");
  }

  @Override
  public Finding finding() {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(Evidence.of("rows", rows, Unit.ROWS));
    evidence.add(Evidence.of("inserted", inserts.perSecond(), Unit.ROWS_PER_SECOND));
    evidence.add(Evidence.of("deleted or updated", deaths.perSecond(), Unit.ROWS_PER_SECOND));
    evidence.add(Evidence.of("vacuum due after", vacuum().rows(rows), Unit.ROWS));
    defaultInterval().ifPresent(time -> evidence.add(Evidence.of("interval by default", time)));
    if (!current.equals(DEFAULT)) {
      interval().ifPresent(time -> evidence.add(Evidence.of("interval as set", time)));
    }
    Severity severity = severity();
    return new Finding(
        "vacuum",
        severity,
        evidence,
        severity == Severity.OK
            ? (current.equals(DEFAULT) ? "PostgreSQL's defaults clean " : "Its settings clean ")
                + table
                + " often enough."
            : "Have " + table + " vacuumed about every hour.",
        severity == Severity.OK ? List.of() : List.of(statement()));
  }

  private Severity severity() {
    if (deaths.in(DAY) <= HIGHEST_THRESHOLD) {
      return Severity.OK;
    }
    Duration interval = interval().orElse(DAY.plus(DAY));
    if (interval.compareTo(HOUR) <= 0) {
      return Severity.OK;
    }
    return interval.compareTo(DAY) <= 0 ? Severity.INFO : Severity.WARNING;
  }

  private Trigger trigger(double changed, double highestScale) {
    long due = Figures.ceil(changed);
    long threshold = Figures.clamp(due, LOWEST_THRESHOLD, HIGHEST_THRESHOLD);
    double scale = Math.max(0, due - threshold) / (double) Math.max(1, rows);
    return new Trigger(
        threshold,
        BigDecimal.valueOf(Math.min(scale, highestScale))
            .setScale(SCALE_DIGITS, RoundingMode.DOWN));
  }

  private static String settings(String name, Trigger trigger) {
    return name
        + "_threshold = "
        + trigger.threshold()
        + ", "
        + name
        + "_scale_factor = "
        + trigger.scaleFactor().toPlainString();
  }
}
