package io.celers.broker.jooq.internal.advice;

import io.celers.broker.Advisor;
import io.celers.broker.Monitoring;
import io.celers.broker.advice.Finding;
import io.celers.broker.advice.OldSnapshot;
import io.celers.broker.advice.Report;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.monitoring.SnapshotHolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures through monitoring, and a few statements of its own, what the rules then judge. */
public final class JooqAdvisor implements Advisor {

  private final Database database;
  private final Monitoring monitoring;

  /** On this connection. */
  public JooqAdvisor(Database database, Monitoring monitoring) {
    this.database = database;
    this.monitoring = monitoring;
  }

  @Override
  public Report advise(Duration window) {
    Activity activity = monitoring.activity(window);
    QueueReport queues = monitoring.queues();
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        database.run(
            "measure queues for advice",
            db -> AdviseQueues.of(queues, activity, FindQueueFacts.execute(db))));
    findings.addAll(
        database.run(
            "measure tables for advice",
            db -> AdviseTables.of(database.schema(), MeasureChurn.execute(db, database.schema()))));
    findings.add(
        AdviseIndexes.of(database.schema(), monitoring.storage(), queues, activity).finding());
    monitoring.snapshotHolders().forEach(holder -> findings.addAll(snapshot(holder)));
    return new Report(findings);
  }

  private static List<Finding> snapshot(SnapshotHolder holder) {
    return holder
        .held()
        .map(
            held ->
                new OldSnapshot(name(holder), holder.pid(), held, holder.sinceQuery()).finding())
        .stream()
        .toList();
  }

  private static String name(SnapshotHolder holder) {
    String name = holder.name().isEmpty() ? "a session without a name" : holder.name();
    return holder.role().isEmpty() ? name : name + " (role " + holder.role() + ")";
  }
}
