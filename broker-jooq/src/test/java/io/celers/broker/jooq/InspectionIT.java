package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Tasks;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.generated.tables.records.CelersTaskArchiveRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.Cursor;
import io.celers.broker.query.Dimension;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.query.TimeRange;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.task.TaskState;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InspectionIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("mail");
  private static final TaskType<byte[]> BILL = TaskType.ofBytes("bill").queue("bill");
  private static final byte[] PAYLOAD = {1, 2, 3};

  @Test
  void findTellsAllButThePayload() {
    NewTask<byte[]> task =
        MAIL.with(PAYLOAD).priority(7).header("tenant", "a").tag("night").maxRetries(5);
    UUID id = db.broker().enqueue(task).id();

    TaskDetails found = tasks().find(id).orElseThrow();

    assertThat(found.name()).isEqualTo("mail");
    assertThat(found.queue()).isEqualTo("mail");
    assertThat(found.state()).isEqualTo(TaskState.PENDING);
    assertThat(found.priority()).isEqualTo(7);
    assertThat(found.maxRetries()).isEqualTo(5);
    assertThat(found.deliveries()).isZero();
    assertThat(found.headers()).containsEntry("tenant", "a");
    assertThat(found.tags()).containsExactly("night");
    assertThat(found.startedAt()).isEmpty();
    assertThat(found.visibleAt()).contains(found.scheduledAt());
    assertThat(tasks().payload(id)).contains(PAYLOAD);
  }

  @Test
  void findAlsoLooksIntoTheArchive() {
    UUID id = finished(MAIL);
    archive(id);

    Optional<TaskDetails> found = tasks().find(id);

    assertThat(found).map(TaskDetails::state).contains(TaskState.COMPLETED);
    assertThat(found).map(TaskDetails::visibleAt).contains(Optional.empty());
    assertThat(tasks().payload(id)).contains(PAYLOAD);
  }

  @Test
  void findOfAnUnknownIdIsEmpty() {
    assertThat(tasks().find(UUID.randomUUID())).isEmpty();
    assertThat(tasks().payload(UUID.randomUUID())).isEmpty();
  }

  static Stream<Arguments> criteria() {
    return Stream.of(
        Arguments.of("all", TaskQuery.all(), 4),
        Arguments.of("state", TaskQuery.all().states(TaskState.PROCESSING), 1),
        Arguments.of("states", TaskQuery.all().states(TaskState.PENDING, TaskState.FAILED), 3),
        Arguments.of("name", TaskQuery.all().names("bill"), 2),
        Arguments.of("queue", TaskQuery.all().queues("mail"), 2),
        Arguments.of("queues", TaskQuery.all().queues("mail", "bill"), 4),
        Arguments.of("unknown queue", TaskQuery.all().queues("other"), 0),
        Arguments.of("priorities", TaskQuery.all().priorities(8, 9), 1),
        Arguments.of("tag", TaskQuery.all().tags("night"), 2),
        Arguments.of("tags", TaskQuery.all().tags("night", "slow"), 1),
        Arguments.of("header", TaskQuery.all().header("tenant", "a'\"b"), 1),
        Arguments.of("header of another value", TaskQuery.all().header("tenant", "b"), 0),
        Arguments.of("error", TaskQuery.all().errorText("100%_"), 1),
        Arguments.of("error is no pattern", TaskQuery.all().errorText("1_0"), 0),
        Arguments.of("worker", TaskQuery.all().workers("nobody"), 0),
        Arguments.of("created", TaskQuery.all().created(TimeRange.since(ago())), 4),
        Arguments.of("created before", TaskQuery.all().created(TimeRange.before(ago())), 0),
        Arguments.of("scheduled", TaskQuery.all().scheduled(TimeRange.since(ahead())), 1),
        Arguments.of("finished", TaskQuery.all().finished(TimeRange.between(ago(), ahead())), 1),
        Arguments.of("two criteria", TaskQuery.all().queues("mail").tags("slow"), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("criteria")
  void listAndCountAgreeOnEveryCriterion(String name, TaskQuery query, int expected) {
    db.broker()
        .enqueueAll(
            List.of(
                MAIL.with(PAYLOAD).priority(9).tag("night").tag("slow").header("tenant", "a'\"b"),
                BILL.with(PAYLOAD).priority(5).after(Duration.ofDays(2))));
    Delivery failing = claimed(BILL);
    db.broker().reject(failing, Rejection.discard("at 100%_ of it"));
    db.broker().enqueue(MAIL.with(PAYLOAD).priority(6).tag("night"));
    assertThat(db.broker().queue("mail").dequeue()).isPresent();

    Slice<TaskDetails> listed = tasks().list(query, Page.first(10));

    assertThat(listed.items()).hasSize(expected);
    assertThat(listed.exhausted()).isTrue();
    assertThat(tasks().count(query)).isEqualTo(expected);
  }

  @Test
  void idsAreACriterion() {
    UUID first = db.broker().enqueue(MAIL.with(PAYLOAD)).id();
    db.broker().enqueue(MAIL.with(PAYLOAD));

    List<TaskDetails> listed =
        tasks().list(TaskQuery.all().ids(List.of(first)), Page.first(10)).items();

    assertThat(listed).extracting(TaskDetails::id).containsExactly(first);
  }

  @Test
  void pagesAreStableWhileTasksAreWritten() {
    List<UUID> before = enqueued(10);
    Slice<TaskDetails> first = tasks().list(TaskQuery.all(), Page.first(4));
    db.dsl().deleteFrom(CELERS_TASKS).where(CELERS_TASKS.ID.eq(before.get(1))).execute();
    List<UUID> after = enqueued(2);

    List<UUID> rest = new ArrayList<>();
    Slice<TaskDetails> slice = first;
    while (!slice.exhausted()) {
      slice = tasks().list(TaskQuery.all(), Page.first(4).after(slice.cursor().orElseThrow()));
      slice.items().forEach(task -> rest.add(task.id()));
    }

    assertThat(first.items())
        .extracting(TaskDetails::id)
        .containsExactlyElementsOf(before.subList(0, 4));
    assertThat(rest)
        .containsExactlyElementsOf(
            Stream.concat(before.subList(4, 10).stream(), after.stream()).toList());
  }

  @Test
  void pageThatMatchesNothingStillMovesOn() {
    db.broker().enqueueBulk(Stream.generate(() -> MAIL.with(PAYLOAD)).limit(Page.EXAMINED + 5L));
    UUID wanted = db.broker().enqueue(BILL.with(PAYLOAD).tag("rare")).id();

    Slice<TaskDetails> first = tasks().list(TaskQuery.all().tags("rare"), Page.first(10));
    Slice<TaskDetails> second =
        tasks()
            .list(TaskQuery.all().tags("rare"), Page.first(10).after(first.cursor().orElseThrow()));

    assertThat(first.items()).isEmpty();
    assertThat(first.exhausted()).isFalse();
    assertThat(second.items()).extracting(TaskDetails::id).containsExactly(wanted);
    assertThat(second.exhausted()).isTrue();
  }

  @Test
  void cursorOfAnExhaustedListShowsWhatCameLater() {
    enqueued(3);
    Slice<TaskDetails> all = tasks().list(TaskQuery.all(), Page.first(10));
    UUID later = db.broker().enqueue(MAIL.with(PAYLOAD)).id();

    Cursor cursor = Cursor.parse(all.cursor().orElseThrow().toString());
    Slice<TaskDetails> next = tasks().list(TaskQuery.all(), Page.first(10).after(cursor));

    assertThat(next.items()).extracting(TaskDetails::id).containsExactly(later);
  }

  @Test
  void emptyTableIsExhausted() {
    Slice<TaskDetails> none = tasks().list(TaskQuery.all(), Page.first(10));

    assertThat(none).isEqualTo(new Slice<TaskDetails>(List.of(), Optional.empty(), true));
  }

  @Test
  void countByTellsTheLargestGroupFirst() {
    enqueued(3);
    finished(BILL);

    assertThat(tasks().countBy(Dimension.QUEUE, TaskQuery.all()))
        .containsExactly(Map.entry("mail", 3L), Map.entry("bill", 1L));
    assertThat(tasks().countBy(Dimension.NAME, TaskQuery.all()))
        .containsExactly(Map.entry("mail", 3L), Map.entry("bill", 1L));
    assertThat(tasks().countBy(Dimension.STATE, TaskQuery.all()))
        .containsExactly(Map.entry("pending", 3L), Map.entry("completed", 1L));
    assertThat(tasks().countBy(Dimension.PRIORITY, TaskQuery.all().queues("mail")))
        .containsExactly(Map.entry("4", 3L));
    assertThat(tasks().countBy(Dimension.WORKER, TaskQuery.all().queues("mail")))
        .containsExactly(Map.entry("", 3L));
  }

  private static Tasks tasks() {
    return db.broker().tasks();
  }

  private static List<UUID> enqueued(int count) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(db.broker().enqueue(MAIL.with(PAYLOAD)).id());
    }
    return ids;
  }

  private static Delivery claimed(TaskType<byte[]> type) {
    db.broker().enqueue(type.with(PAYLOAD));
    return db.broker().queue(type.queue()).dequeue().orElseThrow();
  }

  private static UUID finished(TaskType<byte[]> type) {
    Delivery delivery = claimed(type);
    db.broker().ack(delivery);
    return delivery.id();
  }

  private static void archive(UUID id) {
    CelersTaskArchiveRecord archived = db.dsl().newRecord(CELERS_TASK_ARCHIVE);
    archived.from(db.task(id));
    archived.insert();
    db.dsl().deleteFrom(CELERS_TASKS).where(CELERS_TASKS.ID.eq(id)).execute();
  }

  private static Instant ago() {
    return Instant.now().minus(Duration.ofDays(1));
  }

  private static Instant ahead() {
    return Instant.now().plus(Duration.ofDays(1));
  }
}
