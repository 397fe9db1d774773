package io.celers.broker.jooq.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.table;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Cancellation;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.Cursor;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.Page;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schedule.MissedTicks;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text goes through every parameter as what it is, and no statement depends on it. */
class HostileStringsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final String HARMLESS = "harmless";
  private static final byte[] BYTES = {1, 2, 3};
  private static final Duration HOUR = Duration.ofHours(1);

  /** Every statement that was sent, with placeholders where values are. */
  private static final class SentStatements implements ExecuteListener {
    private static final long serialVersionUID = 1L;

    private final Set<String> texts = new TreeSet<>();

    @Override
    public void executeStart(ExecuteContext ctx) {
      texts.add(String.valueOf(ctx.sql()));
    }
  }

  static Stream<String> hostile() {
    return Stream.of(
        "'; drop table celers.celers_tasks; --",
        "' or '1'='1",
        "\"; select pg_sleep(10); --",
        "\\'; --",
        "\\",
        "$$; $1 ? ?? ?| {0} ${x} :name",
        "%",
        "_",
        "{NULL,\"a\",}",
        "NULL",
        "{\"$ref\": \"#\", \"@class\": \"java.lang.Runtime\"}",
        "\\u0000",
        "%s%n%x",
        "${jndi:ldap://127.0.0.1/a}",
        "\r\nWARN forged line of a log",
        "\t\u0001\u001F\u007F\u0085\u2028",
        "\u202Eevil\u202C\u200B",
        "аdmin",
        "e\u0301",
        "😀",
        " ",
        "x".repeat(255),
        "😀".repeat(63));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void textIsAValueEverywhere(String text) {
    Set<String> statements = leadALife(text);

    assertThat(statements).hasSizeGreaterThan(20).isEqualTo(leadALife(HARMLESS));
  }

  /** Also those that do not go through jOOQ, as a COPY. */
  @Test
  void serverSeesTheSameStatementsWhateverTheValuesAre() {
    assumeTrue(
        db.dsl().fetchExists(table("pg_settings"), condition("name = 'pg_stat_statements.max'")),
        "this server does not preload pg_stat_statements");
    db.dsl().execute("create extension if not exists pg_stat_statements");
    leadALife(HARMLESS);
    Set<String> statements = statementsOfTheServer();

    hostile().forEach(HostileStringsIT::leadALife);

    assertThat(statementsOfTheServer()).hasSizeGreaterThan(20).isEqualTo(statements);
  }

  private static Set<String> statementsOfTheServer() {
    return new TreeSet<>(
        db.dsl()
            .fetch(
                """
                select s.queryid || ' ' || s.query as statement from pg_stat_statements s
                join pg_database d on d.oid = s.dbid
                where d.datname = current_database() and s.query !~ 'pg_stat_statements'
                """)
            .getValues(0, String.class));
  }

  static Stream<Consumer<String>> parameters() {
    Broker broker = db.broker();
    UUID id = new UUID(1, 1);
    NewTask<byte[]> task = NewTask.ofBytes("task", BYTES);
    return Stream.of(
        text -> broker.enqueue(NewTask.ofBytes(text, BYTES)),
        text -> broker.enqueue(task.queue(text)),
        text -> broker.enqueue(task.tag(text)),
        text -> broker.enqueue(task.header(text, "v")),
        text -> broker.enqueue(task.header("h", text)),
        text -> broker.enqueue(task.idempotencyKey(text)),
        broker::queue,
        text -> broker.queue("q").pause(text),
        text -> broker.queue("q").pause("why", text),
        text -> broker.tasks().count(TaskQuery.all().names(text)),
        text -> broker.tasks().count(TaskQuery.all().queues(text)),
        text -> broker.tasks().count(TaskQuery.all().workers(text)),
        text -> broker.tasks().count(TaskQuery.all().tags(text)),
        text -> broker.tasks().count(TaskQuery.all().header(text, "v")),
        text -> broker.tasks().count(TaskQuery.all().header("h", text)),
        text -> broker.tasks().count(TaskQuery.all().errorText(text)),
        text -> broker.tasks().cancel(id, text),
        text -> broker.tasks().moveAll(TaskQuery.all(), text, Page.first(1)),
        text -> broker.deadLetters().count(DeadLetterQuery.all().names(text)),
        text -> broker.deadLetters().count(DeadLetterQuery.all().queues(text)),
        text -> broker.deadLetters().count(DeadLetterQuery.all().errorText(text)),
        text -> broker.results().store(TaskResult.of(id, text, ResultStatus.SUCCESS)),
        text -> broker.schedules().put(text, Cadence.every(HOUR), task),
        text -> broker.schedules().pause(text),
        text -> broker.schedules().resume(text),
        text -> broker.schedules().find(text),
        text -> broker.schedules().next(text, 1),
        text -> broker.schedules().list(1, text),
        text -> broker.schedules().runNow(text),
        text -> broker.schedules().remove(text),
        text -> broker.queues("q", text),
        text -> broker.tasks().cancelAll(TaskQuery.all(), text, Page.first(1)),
        text -> db.broker().worker().queues(text),
        text -> TaskType.of(text, String.class),
        text -> TaskType.ofBytes("task").queue(text),
        text -> TaskResult.of(id, "task", ResultStatus.SUCCESS).json(text),
        Cursor::parse,
        RetryPolicy::parse,
        MissedTicks::parse,
        text -> Cadence.cron(text, ZoneId.of("UTC")),
        text -> JooqBroker.builder(db.dsl()).workerId(text),
        text -> JooqBroker.builder(db.dsl()).schema(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nul\0", "\uD83D", "\uDE00\uD83D"})
  void textThatPostgresqlCannotKeepIsRefusedBeforeItIsSent(String text) {
    assertThat(parameters())
        .allSatisfy(
            parameter ->
                assertThatIllegalArgumentException().isThrownBy(() -> parameter.accept(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"celers\"; drop schema public; --", "Celers", "a b", "ü", "a.b", ""})
  void schemaIsTheOnlyIdentifierAndIsAllowedByItsLetters(String schema) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JooqBroker.builder(db.dsl()).schema(schema));
  }

  @Test
  void twoTextsThatLookAlikeAreTwo() {
    db.broker().enqueue(NewTask.ofBytes("task", BYTES).queue("\u00E9"));

    assertThat(db.broker().queue("e\u0301").dequeue()).isEmpty();
    assertThat(db.broker().queue("É").dequeue()).isEmpty();
    assertThat(db.broker().queue("\u00E9").dequeue()).isPresent();
  }

  /** Uses a text wherever one is taken; returns the statements that were sent. */
  private static Set<String> leadALife(String text) {
    db.dsl().execute("truncate celers.celers_tasks, celers.celers_dead_letter_queue");
    db.dsl().execute("truncate celers.celers_deduplication, celers.celers_queues");
    SentStatements sent = new SentStatements();
    Broker broker =
        JooqBroker.builder(
                db.dsl().configuration().derive(new DefaultExecuteListenerProvider(sent)).dsl())
            .workerId(text)
            .build();
    UUID id = enqueued(broker, text);
    Delivery delivery = retried(broker, text);
    buried(broker, delivery, text);
    queues(broker, text);
    cancelled(broker, id, text);
    results(broker, id, text);
    schedules(broker, text);
    return sent.texts;
  }

  private static UUID enqueued(Broker broker, String text) {
    UUID id =
        broker
            .enqueue(
                NewTask.ofBytes(text, BYTES)
                    .queue(text)
                    .tag(text)
                    .header(text, text)
                    .idempotencyKey(text))
            .id();
    broker.enqueueAll(
        List.of(
            NewTask.ofBytes("decoy", BYTES).queue("decoy").tag("decoy").header("decoy", "decoy"),
            NewTask.ofBytes("decoy", BYTES).queue("decoy").tag("x").header(text, "decoy")));
    broker.enqueueBulk(Stream.of(NewTask.ofBytes("decoy", BYTES).queue("decoy").tag("bulk")));
    for (TaskQuery mine :
        List.of(
            TaskQuery.all().names(text),
            TaskQuery.all().queues(text),
            TaskQuery.all().tags(text),
            TaskQuery.all().header(text, text))) {
      assertThat(broker.tasks().count(mine)).isOne();
    }
    return id;
  }

  private static Delivery retried(Broker broker, String text) {
    Delivery first = broker.queue(text).dequeue().orElseThrow();
    assertThat(first.name()).isEqualTo(text);
    assertThat(first.queue()).isEqualTo(text);
    assertThat(first.tags()).containsExactly(text);
    assertThat(first.headers()).isEqualTo(Map.of(text, text));
    assertThat(broker.tasks().count(TaskQuery.all().workers(text))).isOne();
    broker.reject(first, Rejection.retry(text).after(Duration.ZERO));
    Delivery second = broker.queue(text).dequeue().orElseThrow();
    assertThat(second.lastError()).contains(text);
    assertThat(broker.tasks().count(TaskQuery.all().errorText(text))).isOne();
    return second;
  }

  private static void buried(Broker broker, Delivery delivery, String text) {
    broker.reject(delivery, Rejection.deadLetter(text));
    DeadLetterQuery mine = DeadLetterQuery.all().names(text).queues(text).errorText(text);
    assertThat(broker.deadLetters().count(mine)).isOne();
    assertThat(broker.deadLetters().find(delivery.id()).orElseThrow().error()).contains(text);
    assertThat(broker.deadLetters().requeueAll(mine, Page.first(10)).changed()).isOne();
  }

  private static void queues(Broker broker, String text) {
    broker.queue(text).configure(QueueSettings.none().withMaxLength(100));
    broker.queue(text).pause(text, text);
    assertThat(broker.queue(text).paused().orElseThrow().reason()).contains(text);
    assertThat(broker.queue(text).paused().orElseThrow().by()).contains(text);
    assertThat(broker.queue("decoy").paused()).isEmpty();
    broker.queue(text).resume();
  }

  private static void cancelled(Broker broker, UUID id, String text) {
    assertThat(
            broker.tasks().moveAll(TaskQuery.all().queues("decoy"), text, Page.first(10)).changed())
        .isEqualTo(3);
    assertThat(broker.tasks().count(TaskQuery.all().queues(text))).isEqualTo(4);
    assertThat(broker.tasks().cancel(id, text)).isInstanceOf(Cancellation.Done.class);
    assertThat(broker.tasks().find(id).orElseThrow().cancelReason()).contains(text);
    Delivery held = broker.queues("nothing here", text).dequeue().orElseThrow();
    assertThat(broker.reject(held, Rejection.cancel(text))).isInstanceOf(Settlement.Settled.class);
    assertThat(
            broker.tasks().cancelAll(TaskQuery.all().queues(text), text, Page.first(10)).changed())
        .isEqualTo(2);
  }

  private static void results(Broker broker, UUID id, String text) {
    broker
        .results()
        .store(TaskResult.of(id, text, ResultStatus.FAILURE).error(text).stackTrace(text));
    assertThat(broker.results().find(id).orElseThrow().error()).contains(text);
    assertThat(broker.results().delete(id)).isTrue();
  }

  private static void schedules(Broker broker, String text) {
    NewTask<byte[]> task = NewTask.ofBytes(text, BYTES).queue(text);
    assertThat(broker.schedules().put(text, Cadence.every(HOUR), task)).isTrue();
    assertThat(broker.schedules().find(text).orElseThrow().name()).isEqualTo(text);
    assertThat(broker.schedules().list(1, text)).isEmpty();
    assertThat(broker.schedules().next(text, 1)).hasSize(1);
    assertThat(broker.schedules().pause(text)).isTrue();
    assertThat(broker.schedules().resume(text)).isTrue();
    assertThat(broker.schedules().runNow(text)).isPresent();
    assertThat(broker.schedules().remove(text)).isTrue();
  }
}
