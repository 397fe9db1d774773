package io.celers.broker.jooq.internal.enqueue;

import static java.util.Spliterators.spliteratorUnknownSize;
import static java.util.stream.StreamSupport.stream;

import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.IdConflictException;
import io.celers.broker.error.OutcomeUnknownException;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.content.FindContentHashes;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.queue.Admission;
import io.celers.broker.jooq.internal.queue.BulkAdmission;
import io.celers.broker.jooq.internal.queue.QueueRules;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.wakeup.Channel;
import io.celers.broker.jooq.internal.wakeup.NotifySleepers;
import io.celers.broker.jooq.internal.wakeup.Topic;
import io.celers.broker.task.EnqueueEvent;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enqueues one task, many, or very many on one connection. */
public final class Enqueuer {

  private static final Logger LOG = LoggerFactory.getLogger(Enqueuer.class);

  private static final String VERB = "enqueue";
  private static final String BULK_VERB = "bulk enqueue";

  private static final int FIRST_TASKS = 1_000;
  private static final int FIRST_BYTES = 1 << 16;

  private final Database database;
  private final EncodeTask encoder;
  private final QueueRules rules;
  private final Admission admission;
  private final Measurements measurements;
  private final Optional<Channel> channel;
  private final Interceptors interceptors;

  /**
   * Enqueues on this connection what this encoder makes of the tasks, as far as it is let in.
   *
   * @param channel where to notify those who sleep on the queues; empty if they are not to be
   */
  public Enqueuer(
      Database database,
      EncodeTask encoder,
      QueueRules rules,
      Admission admission,
      Measurements measurements,
      Optional<Channel> channel,
      Interceptors interceptors) {
    this.database = database;
    this.encoder = encoder;
    this.rules = rules;
    this.admission = admission;
    this.measurements = measurements;
    this.channel = channel;
    this.interceptors = interceptors;
  }

  /** As {@link io.celers.broker.Broker#enqueueAll}. */
  public List<Enqueued> enqueue(Collection<? extends NewTask<?>> tasks) {
    if (interceptors.isEmpty() || tasks.isEmpty()) {
      return insert(tasks);
    }
    List<NewTask<?>> changed = new ArrayList<>();
    tasks.forEach(task -> changed.add(interceptors.before(task)));
    EnqueueEvent.Commit commit =
        database.isAutocommit(VERB)
            ? EnqueueEvent.Commit.KNOWN
            : EnqueueEvent.Commit.CALLERS_TRANSACTION;
    List<Enqueued> outcomes = insert(changed);
    interceptors.after(new EnqueueEvent(changed, outcomes, commit));
    return outcomes;
  }

  private List<Enqueued> insert(Collection<? extends NewTask<?>> tasks) {
    List<TaskRow> rows = tasks.stream().map(encoder::encode).toList();
    if (rows.isEmpty()) {
      return List.of();
    }
    if (rows.stream().noneMatch(TaskRow::mayBeDuplicate)) {
      admission.admit(database, rows.stream().map(TaskRow::queue));
      sender()
          .execute(
              rows,
              db -> {
                insert(db, rows);
                return Map.of();
              });
      measure(rows);
      return rows.stream().<Enqueued>map(row -> new Enqueued.Created(row.id())).toList();
    }
    return enqueueOnce(rows);
  }

  private void insert(DSLContext db, List<TaskRow> rows) {
    if (rows.size() == 1) {
      InsertTask.execute(db, rows.get(0), channel);
    } else {
      InsertTasks.execute(db, rows, channel);
    }
  }

  /** As {@link io.celers.broker.Broker#enqueueBulk}. */
  public long enqueueBulk(Stream<? extends NewTask<?>> tasks) {
    Iterator<TaskRow> rows = tasks.map(this::encodeForBulk).iterator();
    List<TaskRow> first = firstOf(rows);
    if (first.isEmpty()) {
      return 0;
    }
    BulkAdmission bulk = admission.admitBulk(database, first.stream().map(TaskRow::queue));
    Stream<TaskRow> others =
        stream(spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
            .peek(row -> bulk.admit(row.queue()));
    EnqueuedRows seen = new EnqueuedRows();
    Set<Topic> topics = new HashSet<>();
    Iterator<TaskRow> all =
        Stream.concat(first.stream(), others)
            .peek(seen::add)
            .peek(row -> topics.add(Topic.queue(row.queue())))
            .iterator();
    OwnTransaction transaction = new OwnTransaction();
    long copied = copy(transaction, all, bulk);
    channel.ifPresent(to -> wake(transaction, to, topics));
    seen.tell(measurements, database);
    return copied;
  }

  private long copy(OwnTransaction transaction, Iterator<TaskRow> rows, BulkAdmission rules) {
    AtomicBoolean ending = new AtomicBoolean();
    try {
      return transaction.run(
          database, BULK_VERB, db -> CopyTasks.execute(db, rows, rules, () -> ending.set(true)));
    } catch (ConnectionLostException e) {
      if (!ending.get() || !transaction.isOwn()) {
        throw e;
      }
      throw new OutcomeUnknownException(
          "all tasks are enqueued or none is, the reply was lost: " + e.getMessage(),
          List.of(),
          e.sqlState(),
          e);
    }
  }

  /** What is committed already has not failed for want of a hint: sleepers find it by polling. */
  private void wake(OwnTransaction transaction, Channel to, Collection<Topic> topics) {
    try {
      database.run(
          BULK_VERB,
          db -> {
            NotifySleepers.execute(db, to, topics.stream());
            return topics;
          });
    } catch (DatabaseException e) {
      if (!transaction.isOwn()) {
        throw e;
      }
      LOG.warn("nobody was notified of {}", Text.oneLine(topics.toString()), e);
    }
  }

  private SendTasks sender() {
    return new SendTasks(database, rules, VERB, channel);
  }

  private TaskRow encodeForBulk(NewTask<?> task) {
    TaskRow row = encoder.encode(interceptors.before(task));
    if (row.mayBeDuplicate()) {
      throw new IllegalArgumentException(
          "the bulk path takes neither idempotency keys nor ids, got one with " + task);
    }
    return row;
  }

  /** As many as a small buffer holds: their queues can be looked at before the copy begins. */
  private static List<TaskRow> firstOf(Iterator<TaskRow> rows) {
    List<TaskRow> first = new ArrayList<>();
    int bytes = 0;
    while (first.size() < FIRST_TASKS && bytes < FIRST_BYTES && rows.hasNext()) {
      TaskRow row = rows.next();
      bytes += row.payload().length;
      first.add(row);
    }
    return first;
  }

  private List<Enqueued> enqueueOnce(List<TaskRow> rows) {
    StandIns standIns = StandIns.of(rows);
    boolean bringsIds = rows.stream().anyMatch(TaskRow::callersId);
    boolean bringsKeys = rows.stream().anyMatch(row -> row.idempotencyKey() != null);
    if (bringsIds && (bringsKeys || rows.size() > 1) && database.isAutocommit(VERB)) {
      throw new IllegalStateException(
          "tasks with ids of their own need a transaction, unless it is one without a key:"
              + " an id conflict could not be rolled back in autocommit mode");
    }
    admission.admit(database, standIns.distinct().stream().map(TaskRow::queue));
    Map<UUID, InsertTasksOnce.Outcome> outcomes =
        sender()
            .execute(
                standIns.distinct(),
                db -> InsertTasksOnce.execute(db, standIns.distinct(), channel));
    requireSameContent(
        standIns.distinct().stream()
            .filter(row -> isIdTaken(row, outcome(outcomes, row)))
            .toList());

    measure(standIns.distinct().stream().filter(row -> outcome(outcomes, row).inserted()).toList());

    List<Enqueued> results = new ArrayList<>(rows.size());
    for (StandIns.Place place : standIns.places()) {
      TaskRow row = standIns.distinct().get(place.distinct());
      results.add(result(row, place.isFirst(), outcome(outcomes, row)));
    }
    return results;
  }

  private void measure(List<TaskRow> inserted) {
    if (measurements.isOn()) {
      EnqueuedRows seen = new EnqueuedRows();
      inserted.forEach(seen::add);
      seen.tell(measurements, database);
    }
  }

  private static boolean isIdTaken(TaskRow row, InsertTasksOnce.Outcome outcome) {
    return !outcome.inserted() && outcome.isFor(row.id());
  }

  private static Enqueued result(TaskRow row, boolean isFirst, InsertTasksOnce.Outcome outcome) {
    UUID id = outcome.keyOwner() == null ? row.id() : outcome.keyOwner();
    return isFirst && outcome.inserted() ? new Enqueued.Created(id) : new Enqueued.Duplicate(id);
  }

  private static InsertTasksOnce.Outcome outcome(
      Map<UUID, InsertTasksOnce.Outcome> outcomes, TaskRow row) {
    return Objects.requireNonNull(outcomes.get(row.id()), "the statement answers for every row");
  }

  private void requireSameContent(List<TaskRow> taken) {
    if (taken.isEmpty()) {
      return;
    }
    Map<UUID, Long> stored =
        database.run(
            VERB, db -> FindContentHashes.execute(db, taken.stream().map(TaskRow::id).toList()));
    for (TaskRow row : taken) {
      Long hash = stored.get(row.id());
      // Not found any more: it was there a moment ago, has run and was deleted since.
      if (hash != null && hash != row.contentHash()) {
        throw new IdConflictException(row.id());
      }
    }
  }
}
