package io.celers.broker.jooq.internal.history;

import static io.celers.broker.generated.Tables.CELERS_TASK_HISTORY;

import io.celers.broker.History;
import io.celers.broker.generated.tables.records.CelersTaskHistoryRecord;
import io.celers.broker.history.HistoryEvent;
import io.celers.broker.history.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Reads the last events of a task. */
final class FindHistory {

  private FindHistory() {}

  // One event more than is told, for the time that passed before the first one. Backwards through
  // celers_task_history_task_idx.
  static List<HistoryEvent> execute(DSLContext db, UUID taskId) {
    List<CelersTaskHistoryRecord> rows =
        new ArrayList<>(
            db.selectFrom(CELERS_TASK_HISTORY)
                .where(CELERS_TASK_HISTORY.TASK_ID.eq(taskId))
                .orderBy(CELERS_TASK_HISTORY.ID.desc())
                .limit(History.MAX_EVENTS + 1)
                .fetch());
    Collections.reverse(rows);
    List<HistoryEvent> events = new ArrayList<>();
    Instant before = null;
    for (CelersTaskHistoryRecord row : rows) {
      events.add(event(row, before));
      before = row.getChangedAt().toInstant();
    }
    return List.copyOf(
        events.subList(Math.max(0, events.size() - History.MAX_EVENTS), events.size()));
  }

  private static HistoryEvent event(CelersTaskHistoryRecord row, @Nullable Instant before) {
    Instant at = row.getChangedAt().toInstant();
    return new HistoryEvent(
        row.getTaskId(),
        at,
        Optional.ofNullable(before).map(earlier -> Duration.between(earlier, at)),
        stage(row.getFromState()),
        stage(row.getToState()),
        row.getQueue(),
        row.getTaskName(),
        row.getDeliveries(),
        Optional.ofNullable(row.getWorkerId()));
  }

  private static Optional<Stage> stage(@Nullable String stored) {
    return Optional.ofNullable(stored).map(text -> Stage.valueOf(text.toUpperCase(Locale.ROOT)));
  }
}
