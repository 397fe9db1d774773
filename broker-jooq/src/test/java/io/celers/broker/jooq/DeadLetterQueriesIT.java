package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.DeadLetters;
import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.DeadLetterDimension;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import io.celers.broker.query.TimeRange;
import io.celers.broker.task.TaskType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLetterQueriesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> MAIL = TaskType.ofBytes("mail").queue("out");
  private static final TaskType<byte[]> BILL = TaskType.ofBytes("bill").queue("out").maxRetries(0);
  private static final Page TEN = Page.first(10);

  static Stream<Arguments> criteria() {
    return Stream.of(
        Arguments.of("all", DeadLetterQuery.all(), 3),
        Arguments.of("name", DeadLetterQuery.all().names("mail"), 2),
        Arguments.of("queue", DeadLetterQuery.all().queues("out"), 3),
        Arguments.of("unknown queue", DeadLetterQuery.all().queues("in"), 0),
        Arguments.of("cause", DeadLetterQuery.all().causes(DeadLetter.Cause.RETRIES_EXHAUSTED), 1),
        Arguments.of("error", DeadLetterQuery.all().errorText("bounc"), 2),
        Arguments.of("error is no pattern", DeadLetterQuery.all().errorText("b%d"), 0),
        Arguments.of("died since", DeadLetterQuery.all().died(TimeRange.since(Instant.EPOCH)), 3),
        Arguments.of("died before", DeadLetterQuery.all().died(TimeRange.before(Instant.EPOCH)), 0),
        Arguments.of("two", DeadLetterQuery.all().names("bill").errorText("bounc"), 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("criteria")
  void listAndCountAgreeOnEveryCriterion(String name, DeadLetterQuery query, int expected) {
    dead(MAIL, Rejection.deadLetter("bounced"));
    dead(MAIL, Rejection.deadLetter("bounced again"));
    dead(BILL, Rejection.retry("no such account"));

    Slice<DeadLetter> listed = deadLetters().list(query, TEN);

    assertThat(listed.items()).hasSize(expected);
    assertThat(listed.exhausted()).isTrue();
    assertThat(deadLetters().count(query)).isEqualTo(expected);
  }

  @Test
  void countByTellsTheLargestGroupFirst() {
    dead(MAIL, Rejection.deadLetter("bounced"));
    dead(MAIL, Rejection.deadLetter("bounced"));
    dead(BILL, Rejection.retry("no such account"));
    db.dsl()
        .update(CELERS_DEAD_LETTER_QUEUE)
        .set(CELERS_DEAD_LETTER_QUEUE.DIED_AT, OffsetDateTime.parse("2026-02-28T23:59:59Z"))
        .execute();

    assertThat(countBy(DeadLetterDimension.NAME))
        .containsExactly(Map.entry("mail", 2L), Map.entry("bill", 1L));
    assertThat(countBy(DeadLetterDimension.ERROR))
        .containsExactly(Map.entry("bounced", 2L), Map.entry("no such account", 1L));
    assertThat(countBy(DeadLetterDimension.QUEUE)).containsExactly(Map.entry("out", 3L));
    assertThat(countBy(DeadLetterDimension.DAY)).containsExactly(Map.entry("2026-02-28", 3L));
  }

  @Test
  void pagesFollowTheIds() {
    List<UUID> ids = dead(7);

    List<UUID> listed = new ArrayList<>();
    Page page = Page.first(3);
    Slice<DeadLetter> slice = deadLetters().list(DeadLetterQuery.all(), page);
    slice.items().forEach(letter -> listed.add(letter.id()));
    while (!slice.exhausted()) {
      slice = deadLetters().list(DeadLetterQuery.all(), page.after(slice.cursor().orElseThrow()));
      slice.items().forEach(letter -> listed.add(letter.id()));
    }

    assertThat(listed).containsExactlyElementsOf(ids);
  }

  @Test
  void requeueAllPutsBackWhatMatches() {
    dead(MAIL, Rejection.deadLetter("bounced"));
    UUID bill = dead(BILL, Rejection.retry("no such account"));

    Bulk step = deadLetters().requeueAll(DeadLetterQuery.all().names("bill"), TEN);

    assertThat(step.changed()).isEqualTo(1);
    assertThat(db.broker().queue("out").dequeue(10)).extracting(Delivery::id).containsExactly(bill);
    assertThat(deadLetters().count(DeadLetterQuery.all())).isEqualTo(1);
  }

  @Test
  void purgeDeletesForEver() {
    UUID id = dead(MAIL, Rejection.deadLetter("bounced"));

    assertThat(deadLetters().purge(id)).isTrue();
    assertThat(deadLetters().purge(id)).isFalse();
    assertThat(deadLetters().find(id)).isEmpty();
    assertThat(db.tasks()).isZero();
  }

  @Test
  void purgeAllDeletesWhatMatchesInSteps() {
    dead(25);
    UUID bill = dead(BILL, Rejection.retry("no such account"));
    DeadLetterQuery mails = DeadLetterQuery.all().names("mail");

    Bulk first = deadLetters().purgeAll(mails, TEN);
    long others = Bulk.all(page -> deadLetters().purgeAll(mails, TEN));

    assertThat(first.changed()).isEqualTo(10);
    assertThat(others).isEqualTo(15);
    assertThat(deadLetters().find(bill)).isPresent();
  }

  @Test
  void operatorsWhoRequeueTheSameDeadLettersLoseAndDoubleNone() throws Exception {
    Set<UUID> ids = Set.copyOf(dead(2_000));
    int operators = 4;
    CyclicBarrier together = new CyclicBarrier(operators);
    Callable<Long> requeueAll =
        () -> {
          together.await();
          return Bulk.all(page -> deadLetters().requeueAll(DeadLetterQuery.all(), page));
        };

    ExecutorService threads = Executors.newFixedThreadPool(operators);
    long requeued = 0;
    try {
      for (Future<Long> each :
          threads.invokeAll(IntStream.range(0, operators).mapToObj(i -> requeueAll).toList())) {
        requeued += each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    // An operator passes over rows that another one holds, so what was locked at the end is left.
    requeued += Bulk.all(page -> deadLetters().requeueAll(DeadLetterQuery.all(), page));

    assertThat(requeued).isEqualTo(2_000);
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isZero();
    assertThat(db.dsl().select(CELERS_TASKS.ID).from(CELERS_TASKS).fetchSet(CELERS_TASKS.ID))
        .isEqualTo(ids);
  }

  private static DeadLetters deadLetters() {
    return db.broker().deadLetters();
  }

  private static Map<String, Long> countBy(DeadLetterDimension dimension) {
    return deadLetters().countBy(dimension, DeadLetterQuery.all());
  }

  private static List<UUID> dead(int count) {
    db.broker().enqueueAll(Stream.generate(() -> MAIL.with(new byte[] {1})).limit(count).toList());
    List<Delivery> deliveries = db.broker().queue("out").dequeue(count);
    db.broker().rejectAll(deliveries, Rejection.deadLetter("bounced"));
    return deliveries.stream().map(Delivery::id).toList();
  }

  private static UUID dead(TaskType<byte[]> type, Rejection rejection) {
    db.broker().enqueue(type.with(new byte[] {1}));
    Delivery delivery = db.broker().queue("out").dequeue().orElseThrow();
    db.broker().reject(delivery, rejection);
    return delivery.id();
  }
}
