package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.Indexes.CELERS_TASKS_CLAIM_IDX;
import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.advice.Finding;
import io.celers.broker.advice.IndexFigures;
import io.celers.broker.advice.IndexUse;
import io.celers.broker.advice.InvalidIndex;
import io.celers.broker.advice.Rate;
import io.celers.broker.advice.Relation;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.IndexStorage;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.QueueReport;
import io.celers.broker.monitoring.StorageReport;
import java.util.List;

/** Puts the figures of the indexes into the rules. Pure: asks nobody. */
final class AdviseIndexes {

  private AdviseIndexes() {}

  static IndexUse of(String schema, StorageReport storage, QueueReport queues, Activity activity) {
    List<IndexFigures> indexes =
        storage.find(CELERS_TASKS.getName()).stream()
            .flatMap(table -> table.indexes().stream())
            .filter(IndexStorage::valid)
            .map(
                index ->
                    new IndexFigures(
                        new Relation(schema, index.name()),
                        role(index),
                        index.scans(),
                        index.bytes().value()))
            .toList();
    double finished =
        activity.queues().stream().mapToDouble(queue -> queue.finished().perSecond()).sum();
    return new IndexUse(
        queues.total(QueueFigures::pending).value(),
        queues.total(QueueFigures::processing).value(),
        Rate.perSecond(finished),
        indexes);
  }

  /** Those of all tables that a build which was interrupted has left. */
  static List<Finding> invalid(String schema, StorageReport storage) {
    return storage.invalidIndexes().stream()
        .map(index -> new InvalidIndex(new Relation(schema, index.name())).finding())
        .toList();
  }

  private static IndexFigures.Role role(IndexStorage index) {
    if (index.name().equals(CELERS_TASKS_CLAIM_IDX.getName())) {
      return IndexFigures.Role.CLAIM;
    }
    return index.enforces() ? IndexFigures.Role.CONSTRAINT : IndexFigures.Role.LOOKUP;
  }
}
