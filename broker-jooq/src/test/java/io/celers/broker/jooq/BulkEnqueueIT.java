package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.Limits;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bulk path over COPY: the same rows as an ordinary enqueue, all or none. */
class BulkEnqueueIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final byte[] BYTES = {0, 1, -1, 'x'};

  @Test
  void rowsAreThoseOfAnOrdinaryEnqueue() {
    Instant past = Instant.parse("2001-02-03T04:05:06.789012Z");
    Instant future = Instant.parse("2101-02-03T04:05:06.789012345Z");
    List<NewTask<?>> tasks = new ArrayList<>();
    for (NewTask<byte[]> task : allPayloadsAndNames()) {
      tasks.add(task);
      tasks.add(task.at(past).expiresAt(future));
      tasks.add(task.at(future).expiresAfter(Duration.ofDays(3_652)));
      tasks.add(task.after(Duration.ofDays(3_652)).priority(0).maxRetries(0));
      tasks.add(task.after(Duration.ofNanos(1)).priority(9).maxRetries(1_000_000));
      tasks.add(task.retryPolicy(RetryPolicy.DEFAULT).tag("t"));
    }

    db.broker().enqueueAll(tasks);
    List<String> ordinary = rowsWithoutTimes();
    List<Duration> delays = delays();
    db.dsl().truncate(CELERS_TASKS).execute();
    long created = db.broker().enqueueBulk(tasks.stream());

    assertThat(created).isEqualTo(tasks.size());
    assertThat(rowsWithoutTimes()).isEqualTo(ordinary).hasSize(tasks.size());
    List<Duration> copied = delays();
    for (int i = 0; i < delays.size(); i++) {
      assertThat(copied.get(i)).isCloseTo(delays.get(i), Duration.ofMinutes(1));
    }
  }

  @Test
  void fixedMomentsAreStoredToTheMicrosecond() {
    Instant moment = Instant.parse("9999-12-31T23:59:59.999999Z");
    Instant ancient = Instant.parse("0001-01-01T00:00:00Z");

    db.broker()
        .enqueueBulk(
            Stream.of(
                BLOB.with(BYTES).queue("end").at(moment).expiresAt(moment),
                BLOB.with(BYTES).queue("start").at(ancient).expiresAt(ancient)));

    var end = db.dsl().fetchSingle(CELERS_TASKS, CELERS_TASKS.QUEUE.eq("end"));
    var start = db.dsl().fetchSingle(CELERS_TASKS, CELERS_TASKS.QUEUE.eq("start"));
    assertThat(end.getVisibleAt().toInstant()).isEqualTo(moment);
    assertThat(end.getExpiresAt().toInstant()).isEqualTo(moment);
    assertThat(start.getScheduledAt().toInstant()).isEqualTo(ancient);
    assertThat(start.getExpiresAt().toInstant()).isEqualTo(ancient);
    assertThat(start.getVisibleAt().toInstant()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
  }

  @Test
  void delaysCountFromTheDatabasesClock() {
    db.clock().advance(Duration.ofDays(50));
    db.broker().enqueueBulk(Stream.of(BLOB.with(BYTES).after(Duration.ofDays(1))));

    db.clock().advance(Duration.ofDays(1).minusSeconds(30));
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    db.clock().advance(Duration.ofSeconds(30));

    assertThat(db.broker().queue("default").dequeue()).isPresent();
  }

  @Test
  void everyTaskIsDeliveredInTheOrderOfTheStream() {
    db.broker()
        .enqueueBulk(
            IntStream.range(0, 5_000)
                .mapToObj(i -> BLOB.with(ByteBuffer.allocate(4).putInt(0, i).array())));

    List<Integer> numbers =
        db.broker().queue("default").dequeue(5_000).stream()
            .map(delivery -> ByteBuffer.wrap(delivery.payload()).getInt())
            .toList();

    assertThat(numbers).isEqualTo(IntStream.range(0, 5_000).boxed().toList());
  }

  @Test
  void payloadsLargerThanAChunkAreCopied() {
    byte[] large = new byte[1 << 20];
    large[77_777] = 7;

    db.broker().enqueueBulk(Stream.of(BLOB.with(BYTES), BLOB.with(large), BLOB.with(new byte[0])));

    assertThat(db.broker().queue("default").dequeue(3))
        .extracting(Delivery::payload)
        .containsExactly(BYTES, large, new byte[0]);
  }

  @Test
  void nothingIsSentForAnEmptyStream() {
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    assertThat(counter.during(() -> assertThat(broker.enqueueBulk(Stream.of())).isZero())).isZero();
  }

  @Test
  void streamIsNotClosed() {
    AtomicBoolean closed = new AtomicBoolean();

    db.broker().enqueueBulk(Stream.of(BLOB.with(BYTES)).onClose(() -> closed.set(true)));

    assertThat(closed).isFalse();
  }

  @Test
  void exceptionOfTheStreamIsThrownAsItWas() {
    // As of a stream over a cursor of the application's, on another database.
    RuntimeException theirs = new IllegalStateException(new SQLException("their cursor", "40001"));
    Stream<NewTask<byte[]>> failing =
        Stream.generate(
            () -> {
              throw theirs;
            });

    assertThatThrownBy(() -> db.broker().enqueueBulk(manyThen(failing))).isSameAs(theirs);

    assertThat(db.tasks()).isZero();
  }

  @Test
  void taskRefusedInTheMiddleLeavesNothing() {
    NewTask<byte[]> tooLarge = BLOB.with(new byte[(1 << 20) + 1]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().enqueueBulk(manyThen(Stream.of(tooLarge))))
        .withMessageContaining("must have at most 1048576 bytes, has 1048577");

    assertThat(db.tasks()).isZero();
  }

  @Test
  void keysAndIdsAreRefusedAndLeaveNothing() {
    NewTask<byte[]> task = BLOB.with(BYTES);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> db.broker().enqueueBulk(manyThen(Stream.of(task.idempotencyKey("secret")))))
        .withMessage(
            "the bulk path takes neither idempotency keys nor ids, got one with task blob for queue"
                + " default");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> db.broker().enqueueBulk(manyThen(Stream.of(task.id(UUID.randomUUID())))));

    assertThat(db.tasks()).isZero();
  }

  @Test
  void exceptionOfTheStreamIsPassedOnAndLeavesNothing() {
    IllegalStateException broken = new IllegalStateException("the source broke");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                db.broker()
                    .enqueueBulk(
                        manyThen(
                            Stream.generate(
                                () -> {
                                  throw broken;
                                }))))
        .isSameAs(broken);

    assertThat(db.tasks()).isZero();
    assertThat(db.broker().enqueueBulk(Stream.of(BLOB.with(BYTES)))).isEqualTo(1);
  }

  @Test
  void callersTransactionDecides() throws Exception {
    try (var connection = db.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      DSLContext tx = DSL.using(connection, SQLDialect.POSTGRES);
      db.broker().using(tx).enqueueBulk(Stream.of(BLOB.with(BYTES), BLOB.with(BYTES)));
      assertThat(tx.fetchCount(CELERS_TASKS)).isEqualTo(2);
      assertThat(db.tasks()).isZero();
      connection.rollback();
      assertThat(db.tasks()).isZero();

      db.broker().using(tx).enqueueBulk(Stream.of(BLOB.with(BYTES)));
      connection.commit();
    }

    assertThat(db.tasks()).isEqualTo(1);
  }

  @Test
  void exceptionInACallersTransactionCanBeUndoneBySavepoint() {
    db.dsl()
        .transaction(
            tx -> {
              db.broker().using(tx).enqueue(BLOB.with(BYTES));
              assertThatIllegalArgumentException()
                  .isThrownBy(
                      () ->
                          tx.dsl()
                              .transaction(
                                  nested ->
                                      db.broker()
                                          .using(nested)
                                          .enqueueBulk(
                                              manyThen(
                                                  Stream.of(BLOB.with(new byte[(1 << 20) + 1]))))));
            });

    assertThat(db.tasks()).isEqualTo(1);
  }

  private static Stream<NewTask<byte[]>> manyThen(Stream<NewTask<byte[]>> last) {
    return Stream.concat(IntStream.range(0, 3_000).mapToObj(i -> BLOB.with(BYTES)), last);
  }

  @Test
  void poolDoesNotHandOutTheConnectionThatACopyLost() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(1);
    config.setPoolName("copy is lost");
    try (HikariDataSource pool = new HikariDataSource(config);
        JooqBroker broker = JooqBroker.builder(pool).build()) {
      DSLContext ctx = DSL.using(pool, SQLDialect.POSTGRES);
      int backend = ctx.fetchSingle("select pg_backend_pid()").get(0, int.class);
      NewTask<byte[]> task = BLOB.with(BYTES);
      broker.enqueue(task);
      AtomicInteger taken = new AtomicInteger();

      // Those that are taken before the copy begins are a thousand at most.
      assertThatThrownBy(
              () ->
                  broker.enqueueBulk(
                      Stream.generate(() -> task)
                          .limit(3_000)
                          .peek(any -> terminateAt(2_000, taken.incrementAndGet(), backend))))
          .isInstanceOf(ConnectionLostException.class);

      // well within the time for which HikariCP trusts a connection that came back
      broker.enqueue(task);
      assertThat(db.tasks()).isEqualTo(2);
    }
  }

  private static void terminateAt(int moment, int taken, int backend) {
    if (taken == moment) {
      db.dsl().fetch("select pg_terminate_backend({0}, 10000)", backend);
    }
  }

  private static List<NewTask<byte[]>> allPayloadsAndNames() {
    NewTask<byte[]> full = BLOB.with(BYTES);
    for (int i = 0; i < Limits.HEADERS; i++) {
      full = full.header("header " + i, "\u0001\"\\é😀\u2028");
    }
    return List.of(
        BLOB.with(new byte[0]),
        BLOB.with(BYTES),
        TaskType.ofBytes("n".repeat(255)).version(0).with(BYTES).queue("q".repeat(255)),
        TaskType.ofBytes("é\t\\N\n").version(Integer.MAX_VALUE).with(BYTES).queue("\\."),
        BLOB.codec(new NamedCodec("own")).with("😀".getBytes(StandardCharsets.UTF_8)).tag("😀"),
        full);
  }

  private static List<String> rowsWithoutTimes() {
    return db.dsl()
        .select(
            CELERS_TASKS.QUEUE,
            CELERS_TASKS.TASK_NAME,
            CELERS_TASKS.TASK_VERSION,
            CELERS_TASKS.CODEC,
            CELERS_TASKS.PAYLOAD,
            CELERS_TASKS.CONTENT_HASH,
            CELERS_TASKS.STATE,
            CELERS_TASKS.PRIORITY,
            CELERS_TASKS.DELIVERIES,
            CELERS_TASKS.MAX_RETRIES,
            CELERS_TASKS.RETRY_POLICY,
            CELERS_TASKS.STARTED_AT,
            CELERS_TASKS.COMPLETED_AT,
            CELERS_TASKS.RECEIPT,
            CELERS_TASKS.SETTLED_RECEIPT,
            CELERS_TASKS.WORKER_ID,
            CELERS_TASKS.ERROR_MESSAGE,
            CELERS_TASKS.CANCEL_REASON,
            CELERS_TASKS.METADATA)
        .from(CELERS_TASKS)
        .orderBy(CELERS_TASKS.ID)
        .fetch(row -> row.formatJSON());
  }

  private static List<Duration> delays() {
    List<Duration> delays = new ArrayList<>();
    db.dsl()
        .selectFrom(CELERS_TASKS)
        .orderBy(CELERS_TASKS.ID)
        .forEach(
            row -> {
              delays.add(Duration.between(row.getCreatedAt(), row.getVisibleAt()));
              delays.add(Duration.between(row.getCreatedAt(), row.getScheduledAt()));
              delays.add(
                  row.getExpiresAt() == null
                      ? Duration.ZERO
                      : Duration.between(row.getCreatedAt(), row.getExpiresAt()));
            });
    return delays;
  }
}
