package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;

import io.celers.broker.Monitoring;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.Freshness;
import io.celers.broker.monitoring.Health;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.monitoring.SnapshotHolder;
import io.celers.broker.monitoring.StatementReport;
import io.celers.broker.monitoring.StorageReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/** Figures by one connection, shared by all who ask this instance. */
public final class JooqMonitoring implements Monitoring {

  /** Tables of up to this size are counted: 32 MiB, some ten milliseconds to read. */
  private static final long COUNTED_BYTES = 32L << 20;

  private static final Duration MAX_AGE = Duration.ofDays(1);
  private static final Duration MAX_WINDOW = Duration.ofDays(1);

  private final Database database;
  private final Shared<QueueReport> queues = new Shared<>(age -> measureQueues());

  /** On this connection. */
  public JooqMonitoring(Database database) {
    this.database = database;
  }

  @Override
  public QueueReport queues(Duration maxAge) {
    return queues.get(requireAge(maxAge));
  }

  /** Zero to one day. */
  public static Duration requireAge(Duration maxAge) {
    if (maxAge.isNegative() || maxAge.compareTo(MAX_AGE) > 0) {
      throw new IllegalArgumentException("maxAge must be zero to one day, was " + maxAge);
    }
    return maxAge;
  }

  @Override
  public QueueReport queuesExact() {
    return database.run(
        "count queues",
        db -> {
          Freshness freshness = MeasureFreshness.execute(db);
          return new QueueReport(freshness, CountQueues.execute(db, freshness.measuredAt()));
        });
  }

  @Override
  public Activity activity(Duration window) {
    if (window.isNegative() || window.isZero() || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException(
          "window must be above zero, at most one day, was " + window);
    }
    return database.run(
        "measure activity",
        db -> MeasureActivity.execute(db, MeasureFreshness.execute(db), window));
  }

  @Override
  public StorageReport storage() {
    return database.run(
        "measure storage",
        db ->
            new StorageReport(
                MeasureFreshness.execute(db), ReadStorage.execute(db, database.schema())));
  }

  @Override
  public StatementReport statements() {
    return database.run(
        "measure statements", db -> MeasureStatements.execute(db, database.schema()));
  }

  @Override
  public List<SnapshotHolder> snapshotHolders() {
    return database.run(
        "find snapshot holders",
        db -> FindSnapshotHolders.execute(db, MeasureFreshness.execute(db).measuredAt()));
  }

  @Override
  public Health health() {
    database
        .outgrown()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    QueueReport report = queues();
    return database.run(
        "check health", db -> CheckHealth.execute(db, database.schema(), report, database::pool));
  }

  private QueueReport measureQueues() {
    return database.run(
        "measure queues",
        db -> {
          Freshness freshness = MeasureFreshness.execute(db);
          return new QueueReport(freshness, figures(db, freshness));
        });
  }

  private List<QueueFigures> figures(DSLContext db, Freshness freshness) {
    Map<String, Long> sizes = FindRelations.sizes(db, database.schema());
    if (sizes.values().stream().mapToLong(Long::longValue).sum() < COUNTED_BYTES) {
      return CountQueues.execute(db, freshness.measuredAt());
    }
    long deadBytes = sizes.getOrDefault(CELERS_DEAD_LETTER_QUEUE.getName(), 0L);
    return EstimateQueues.execute(db, freshness.measuredAt(), deadBytes < COUNTED_BYTES);
  }
}
