package io.celers.broker.jooq.internal.metrics;

import io.celers.broker.Monitoring;
import io.celers.broker.error.BrokerException;
import io.celers.broker.jooq.internal.monitoring.JooqMonitoring;
import io.celers.broker.jooq.internal.monitoring.Shared;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.metrics.MetricsListener;
import io.celers.broker.metrics.MetricsSnapshot;
import io.celers.broker.metrics.MetricsSource;
import io.celers.broker.monitoring.QueueReport;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures of one broker, measured on its own connections. */
public final class JooqMetricsSource implements MetricsSource {

  private static final Logger LOG = LoggerFactory.getLogger(JooqMetricsSource.class);

  private final Database database;
  private final Monitoring monitoring;
  private final Measurements measurements;
  private final Shared<MetricsSnapshot> snapshot = new Shared<>(this::measure);

  /** On this connection, which should be one of a pool. */
  public JooqMetricsSource(Database database, Monitoring monitoring, Measurements measurements) {
    this.database = database;
    this.monitoring = monitoring;
    this.measurements = measurements;
  }

  @Override
  public MetricsSnapshot snapshot(Duration maxAge) {
    return snapshot.get(JooqMonitoring.requireAge(maxAge));
  }

  @Override
  public void listen(MetricsListener listener) {
    measurements.listen(listener);
  }

  private MetricsSnapshot measure(Duration maxAge) {
    Optional<QueueReport> queues;
    try {
      askHowTransactionsEnded();
      queues = Optional.of(monitoring.queues(maxAge));
    } catch (BrokerException e) {
      // An application that goes on should not lose its other metrics.
      LOG.warn("the database gave no metrics", e);
      queues = Optional.empty();
    }
    return new MetricsSnapshot(measurements.enqueued().committed(), queues, database.pool());
  }

  private void askHowTransactionsEnded() {
    Set<Long> open = measurements.enqueued().open();
    if (!open.isEmpty()) {
      database
          .run("measure", db -> FindEnded.execute(db, open))
          .forEach(measurements.enqueued()::ended);
    }
  }
}
