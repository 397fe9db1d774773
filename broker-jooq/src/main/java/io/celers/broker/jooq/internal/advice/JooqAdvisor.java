package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.Advisor;
import io.celers.broker.Monitoring;
import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Report;
import io.celers.broker.jooq.internal.claim.ExplainClaim;
import io.celers.broker.jooq.internal.monitoring.MeasureLoad;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.monitoring.StorageReport;
import io.celers.broker.monitoring.TableStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Measures through monitoring, and a few statements of its own, what the rules then judge. */
public final class JooqAdvisor implements Advisor {

  private final Database database;
  private final Monitoring monitoring;
  private final String workerId;

  /** On this connection, for the process whose worker has this name. */
  public JooqAdvisor(Database database, Monitoring monitoring, String workerId) {
    this.database = database;
    this.monitoring = monitoring;
    this.workerId = workerId;
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
    StorageReport storage = monitoring.storage();
    findings.add(AdviseIndexes.of(database.schema(), storage, queues, activity).finding());
    findings.addAll(AdviseIndexes.invalid(database.schema(), storage));
    findings.add(
        database.run(
            "measure connections for advice",
            db ->
                AdvisePool.of(
                    database.pool(),
                    MeasureLoad.execute(db),
                    FindQueueFacts.concurrencyOf(db, workerId),
                    activity,
                    workerId)));
    findings.add(
        database.run("measure cache", db -> MeasureCache.execute(db, database.schema())).finding());
    findings.addAll(AdviseStatements.of(monitoring.statements()));
    longest(queues).ifPresent(queue -> findings.add(claimPlan(queue, storage)));
    findings.add(database.run("measure notifications", MeasureNotifications::execute).finding());
    findings.addAll(AdviseSnapshots.of(monitoring.snapshotHolders()));
    return new Report(findings);
  }

  private static Optional<String> longest(QueueReport queues) {
    return queues.queues().stream()
        .max(Comparator.comparingLong((QueueFigures queue) -> queue.pending().value()))
        .map(QueueFigures::queue);
  }

  private Finding claimPlan(String queue, StorageReport storage) {
    long rows = storage.find(CELERS_TASKS.getName()).map(TableStorage::rows).orElse(0L);
    String plan = database.run("explain the claim", db -> ExplainClaim.execute(db, queue));
    return AdviseStatements.plan(database.schema(), rows, plan).finding();
  }
}
