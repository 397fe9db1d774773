package io.celers.broker.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskState;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BrokerCliIT {

  private TestDatabase database;
  private JooqBroker broker;
  private Program program;

  @BeforeEach
  void open() {
    database = ThrowawayPostgres.shared().migratedDatabase();
    broker = JooqBroker.builder(database.dataSource()).build();
    program = Program.on(database);
  }

  @AfterEach
  void close() {
    broker.close();
    database.close();
  }

  @Test
  void enqueuedJsonIsReadByConsumersOfJson() {
    Program.Run run =
        program.run("enqueue", "mail", "{\"to\": \"ada\"}", "--queue", "q", "--priority", "7");

    assertThat(run.exitCode()).isZero();
    Delivery delivery = broker.queue("q").dequeue().orElseThrow();
    assertThat(delivery.id()).isEqualTo(UUID.fromString(run.out().strip()));
    assertThat(delivery.codec()).isEqualTo("json");
    assertThat(delivery.priority()).isEqualTo(7);
    assertThat(new String(delivery.payload(), UTF_8)).isEqualTo("{\"to\": \"ada\"}");
  }

  @Test
  void secondEnqueueUnderAKeyTellsTheFirstTask() {
    String id = program.run("enqueue", "mail", "--key", "k").out();

    Program.Run again = program.run("enqueue", "mail", "--key", "k");

    assertThat(again.exitCode()).isEqualTo(3);
    assertThat(again.out()).isEqualTo(id);
  }

  @Test
  void payloadThatIsNoJsonIsRefusedWithoutShowingIt() {
    Program.Run run = program.run("enqueue", "mail", "{secret");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no JSON").doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stats",
        "stats --exact",
        "health",
        "advise",
        "list",
        "dlq list",
        "dlq count",
        "queue mail",
        "queue mail --max-length 10",
        "history",
        "storage",
        "maintain reap archive sweep analyze",
        "migrate",
        "pause mail --reason x"
      })
  void answerForProgramsIsOneLineOfJson(String verb) {
    enqueue("mail");

    Program.Run run = program.run((verb + " --json").split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(json(run).isObject()).isTrue();
  }

  @Test
  void statsCountAndTellWhatIsPaused() {
    enqueue("mail");
    broker.queue("mail").pause("provider is down");

    JsonNode queue = json(program.run("stats", "--json")).get("queues").get(0);

    assertThat(queue.get("queue").stringValue()).isEqualTo("mail");
    assertThat(queue.get("pending").get("value").intValue()).isEqualTo(1);
    assertThat(queue.get("pending").get("precision").stringValue()).isEqualTo("exact");
    assertThat(queue.get("paused").isString()).isTrue();
    assertThat(queue.has("oldestPendingSeconds")).isTrue();
  }

  @Test
  void namesOfAbsentLengthsOfTimeAreThoseOfPresentOnes() {
    JsonNode without = json(program.run("queue", "mail", "--json"));
    JsonNode with = json(program.run("queue", "mail", "--retention", "7d", "--json"));

    assertThat(without.get("retentionSeconds").isNull()).isTrue();
    assertThat(with.get("retentionSeconds").intValue()).isEqualTo(7 * 24 * 3600);
  }

  @Test
  void listGoesOnAfterTheLastId() {
    List<UUID> ids = List.of(enqueue("a"), enqueue("a"), enqueue("b"));

    Program.Run first = program.run("list", "--limit", "1", "--queue", "a");
    Program.Run second = program.run("list", "--queue", "a", "--after", ids.get(0).toString());

    assertThat(first.out())
        .contains(ids.get(0).toString())
        .contains("1 task, more with --after " + ids.get(0));
    assertThat(second.out())
        .contains(ids.get(1).toString())
        .doesNotContain(ids.get(2).toString())
        .endsWith("1 task" + System.lineSeparator());
  }

  @Test
  void namesFromTheDatabaseCannotWriteToTheTerminal() {
    broker.enqueue(NewTask.ofBytes("evil\u001b[2J", new byte[0]).queue("q"));

    Program.Run run = program.run("list", "--color=never");

    assertThat(run.out()).contains("evil\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void coloursAreForTerminals() {
    enqueue("q");

    assertThat(program.run("list").out()).doesNotContain("\u001b");
    assertThat(program.run("list", "--color=always").out()).contains("\u001b[1m");
    assertThat(program.operatorSays(true).run("list").out()).contains("\u001b[1m");
    assertThat(program.with("NO_COLOR", "1").run("list").out()).doesNotContain("\u001b");
  }

  @Test
  void cancelWithoutTerminalNeedsYes() {
    UUID id = enqueue("q");

    Program.Run run = program.run("cancel", id.toString(), "--reason", "r");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("--yes");
    assertThat(state(id)).isEqualTo(TaskState.PENDING);
    assertThat(program.run("cancel", id.toString(), "--reason", "r", "--yes").exitCode()).isZero();
    assertThat(state(id)).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void operatorDecides() {
    UUID id = enqueue("q");

    assertThat(
            program.operatorSays(false).run("cancel", "--queue", "q", "--reason", "r").exitCode())
        .isEqualTo(4);
    assertThat(state(id)).isEqualTo(TaskState.PENDING);
    assertThat(program.operatorSays(true).run("cancel", "--queue", "q", "--reason", "r").exitCode())
        .isZero();
    assertThat(state(id)).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void verbOnManyNeedsCriteriaOrAll() {
    enqueue("q");

    assertThat(program.run("move", "--to", "other").exitCode()).isEqualTo(2);
    assertThat(program.run("move", "--all", "--queue", "q", "--to", "other").exitCode())
        .isEqualTo(2);
    assertThat(program.run("move", "--all", "--to", "other").out()).startsWith("1 moved");
    assertThat(program.run("prioritize", "--queue", "other", "--to", "9").out())
        .startsWith("1 prioritized");
    assertThat(program.run("due", "--queue", "nothing").exitCode()).isEqualTo(3);
  }

  @Test
  void deadLettersAreListedCountedRequeuedAndPurged() {
    enqueue("q");
    UUID other = enqueue("q");
    for (Delivery delivery : broker.queue("q").dequeue(2)) {
      broker.reject(delivery, Rejection.deadLetter("broken"));
    }

    assertThat(program.run("dlq", "list").out()).contains("2 dead letters").contains("broken");
    assertThat(program.run("dlq", "count").out()).contains("2  broken");
    assertThat(program.run("show", other.toString()).out()).contains("dead letter");
    assertThat(program.run("dlq", "requeue", other.toString()).out()).startsWith("1 requeued");
    assertThat(state(other)).isEqualTo(TaskState.PENDING);
    assertThat(program.run("dlq", "purge", "--all").exitCode()).isEqualTo(4);
    assertThat(program.run("dlq", "purge", "--all", "--yes").out()).startsWith("1 purged");
    assertThat(program.run("dlq", "purge", "--all", "--yes").exitCode()).isEqualTo(3);
  }

  @Test
  void pauseAndResumeTellWhetherTheyChangedAnything() {
    assertThat(program.run("pause", "q", "--reason", "r").exitCode()).isZero();
    assertThat(program.run("pause", "q", "--reason", "r").exitCode()).isEqualTo(3);
    assertThat(program.run("resume", "q").exitCode()).isZero();
    assertThat(program.run("resume", "q").exitCode()).isEqualTo(3);
  }

  @Test
  void commandThatPrintsNoJsonReturnsAText() {
    UUID id = enqueue("q");

    Program.Run run = program.run("work", "--queue", "q", "--until-empty", "--", "echo", "sent");

    assertThat(run.exitCode()).isZero();
    assertThat(broker.results().find(id).orElseThrow().json()).contains("\"sent\"");
    assertThat(state(id)).isEqualTo(TaskState.COMPLETED);
  }

  @Test
  void taskOfACommandThatCannotBeRunGoesBackAsItWas() {
    UUID id = enqueue("q");

    Program.Run run = program.run("work", "--queue", "q", "--", "/no/such/command");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("/no/such/command");
    assertThat(broker.tasks().find(id).orElseThrow().deliveries()).isZero();
  }

  @Test
  void unknownTaskIsOneLine() {
    Program.Run run = program.run("show", "00000000-0000-0000-0000-000000000000");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out().lines()).hasSize(1);
  }

  @Test
  void missingSchemaIsOneLineWithTheWayOut() {
    Program.Run run = program.run("stats", "--schema", "nowhere");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("broker migrate");
    assertThat(program.run("stats", "--schema", "nowhere", "--verbose").err()).contains("\tat ");
  }

  @Test
  void unknownRoleIsOneLineWithTheWayOut() {
    Program.Run run =
        program.with("BROKER_PASSWORD", "hunter2").run("stats", "--user", "nobody_of_this_name");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("nobody_of_this_name", "--password").doesNotContain("hunter2");
  }

  @Test
  void closedServerIsOneLineWithoutTheParametersOfTheUrl() {
    Program.Run run =
        Program.anywhere()
            .run("stats", "--url", "jdbc:postgresql://localhost:1/x?password=hunter2");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("localhost:1/x").doesNotContain("hunter2");
  }

  @Test
  void withoutADatabaseTheProgramAsksForOne() {
    Program.Run run = Program.anywhere().run("stats");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("BROKER_URL");
  }

  private UUID enqueue(String queue) {
    return broker.enqueue(NewTask.ofBytes("task", new byte[0]).queue(queue)).id();
  }

  private TaskState state(UUID id) {
    return broker.tasks().find(id).orElseThrow().state();
  }

  private static JsonNode json(Program.Run run) {
    return JsonMapper.shared().readTree(run.out());
  }
}
