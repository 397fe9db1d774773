package io.celers.broker.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskState;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs {@code export} and {@code import}. */
class TransferIT {

  @TempDir private Path folder;
  private TestDatabase here;
  private TestDatabase there;
  private JooqBroker broker;
  private JooqBroker other;
  private Program program;
  private Path file;

  @BeforeEach
  void open() {
    here = ThrowawayPostgres.shared().migratedDatabase();
    there = ThrowawayPostgres.shared().migratedDatabase();
    broker = JooqBroker.builder(here.dataSource()).build();
    other = JooqBroker.builder(there.dataSource()).build();
    program = Program.on(here);
    file = folder.resolve("export.jsonl");
  }

  @AfterEach
  void close() {
    broker.close();
    other.close();
    here.close();
    there.close();
  }

  @Test
  void exportedTasksAreImportedElsewhereAndNotTwice() {
    UUID id = enqueue("mail");
    enqueue("other");

    Program.Run export = export("tasks", "--queue", "mail");
    Program.Run first = importThere("tasks");
    Program.Run second = importThere("tasks");

    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(export.out()).startsWith("1 task, ");
    assertThat(export.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out()).startsWith("1 task imported, 0 there already, 0 in conflict");
    assertThat(second.exitCode()).isEqualTo(3);
    assertThat(second.out()).startsWith("0 tasks imported, 1 there already");
    assertThat(other.queue("mail").dequeue().map(Delivery::id)).contains(id);
  }

  @Test
  void exportedDeadLettersAndResultsAreImportedElsewhere() {
    UUID dead = enqueue("mail");
    broker.reject(claimed(), Rejection.deadLetter("broken"));
    UUID done = enqueue("mail");
    Delivery delivery = claimed();
    broker.ack(delivery, TaskResult.of(delivery, ResultStatus.SUCCESS).value(42));

    assertThat(export("dlq", "--cause", "rejected").out()).startsWith("1 dead letter, ");
    assertThat(importThere("dlq").out()).startsWith("1 dead letter imported");
    assertThat(export("results", "--force").out()).startsWith("1 result, ");
    assertThat(importThere("results").out()).startsWith("1 result imported");

    assertThat(other.deadLetters().find(dead)).isPresent();
    assertThat(other.results().find(done).orElseThrow().json()).contains("42");
  }

  @Test
  void answersForProgramsHaveTheFacts() throws IOException {
    UUID id = enqueue("mail");

    JsonNode exported = json(export("tasks", "--json"));
    JsonNode imported = json(importThere("tasks", "--json"));

    assertThat(exported.get("kind").stringValue()).isEqualTo("tasks");
    assertThat(exported.get("rows").intValue()).isEqualTo(1);
    assertThat(exported.get("bytes").longValue()).isEqualTo(Files.size(file));
    assertThat(exported.get("file").stringValue()).isEqualTo(file.toString());
    assertThat(imported.get("created").intValue()).isEqualTo(1);
    assertThat(imported.get("present").intValue()).isZero();
    assertThat(imported.get("conflicts").isEmpty()).isTrue();
    assertThat(other.tasks().find(id)).isPresent();
  }

  @Test
  void idsThatAreTakenAreToldAndFail() throws IOException {
    UUID id = enqueue("mail");
    export("tasks");
    importThere("tasks");
    change("\"task_name\":\"task\"", "\"task_name\":\"changed\"");

    Program.Run run = importThere("tasks");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("1 in conflict").contains("conflict: " + id);
  }

  @Test
  void fileThatIsThereIsReplacedOnlyByForce() throws IOException {
    Files.writeString(file, "precious");

    Program.Run refused = export("tasks");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err().lines()).hasSize(1);
    assertThat(refused.err()).contains(file.toString(), "--force");
    assertThat(file).hasContent("precious");
    assertThat(export("tasks", "--force").exitCode()).isZero();
    assertThat(Files.readString(file)).startsWith("{\"format\":\"celers-export\"");
  }

  @Test
  void failedExportLeavesNothingBehind() throws IOException {
    Program.Run run =
        program.run("export", "tasks", "--file", file.toString(), "--schema", "nowhere");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
    Files.writeString(file, "precious");
    program.run("export", "tasks", "--file", file.toString(), "--force", "--schema", "nowhere");
    assertThat(file).hasContent("precious");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void directoryIsNoFileToReplaceNorToRead() {
    assertThat(program.run("export", "tasks", "--force", "--file", folder.toString()).exitCode())
        .isEqualTo(2);
    assertThat(program.run("import", "tasks", "--file", folder.toString()).exitCode()).isEqualTo(2);
    assertThat(program.run("import", "tasks", "--file", file.toString()).err())
        .contains("There is no file");
    assertThat(program.run("export", "tasks", "--file", folder + "/no/x").err())
        .contains("There is no directory");
  }

  @Test
  void brokenLineIsToldByItsNumberAndNeverByItsContent() throws IOException {
    enqueue("mail");
    export("tasks");
    change("\"priority\":4", "\"priority\":\"secret\"");

    Program.Run run = importThere("tasks");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("line 2, field priority").doesNotContain("secret");
    assertThat(other.tasks().count(TaskQuery.all())).isZero();
  }

  @Test
  void fileOfAnotherKindIsRefused() {
    enqueue("mail");
    export("tasks");

    Program.Run run = importThere("dlq");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("line 1");
  }

  @Test
  void progressIsForTerminalsAndIsCleared() {
    enqueue("mail");
    program.operatorSays(true);

    assertThat(export("tasks").err()).contains("100 %", "1 task").endsWith("\r\u001b[K");
    assertThat(export("results", "--force").err()).doesNotContain("%");
    program.with("TERM", "dumb");
    assertThat(export("tasks", "--force").err()).isEmpty();
    assertThat(Program.on(there).operatorSays(true).run(arguments("import", "tasks")).err())
        .contains("100 %", "1 task");
  }

  @Test
  void pipeHasTheRowsAndTheAnswersAreBeside() throws IOException, InterruptedException {
    UUID id = enqueue("mail");
    Path answers = folder.resolve("answers");
    ProcessBuilder export = Program.process(here, "export", "tasks");
    ProcessBuilder arrive = Program.process(there, "import", "tasks");
    export.redirectError(answers.toFile());
    arrive.redirectOutput(folder.resolve("imported").toFile());

    for (Process process : ProcessBuilder.startPipeline(List.of(export, arrive))) {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    assertThat(Files.readString(answers, UTF_8)).startsWith("1 task, ");
    assertThat(Files.readString(folder.resolve("imported"), UTF_8)).startsWith("1 task imported");
    assertThat(other.tasks().find(id).orElseThrow().state()).isEqualTo(TaskState.PENDING);
  }

  private Program.Run export(String kind, String... more) {
    return program.run(arguments("export", kind, more));
  }

  private Program.Run importThere(String kind, String... more) {
    return Program.on(there).run(arguments("import", kind, more));
  }

  private String[] arguments(String verb, String kind, String... more) {
    List<String> first = List.of(verb, kind, "--file", file.toString());
    return Stream.concat(first.stream(), List.of(more).stream()).toArray(String[]::new);
  }

  /** As by hand: without the sum, which would tell. */
  private void change(String from, String to) throws IOException {
    String text = Files.readString(file, UTF_8);
    assertThat(text).contains(from);
    Files.writeString(
        file, text.replace(from, to).replaceAll(",\"sha256\":\"[0-9a-f]+\"", ""), UTF_8);
  }

  private UUID enqueue(String queue) {
    return broker.enqueue(NewTask.ofBytes("task", new byte[0]).queue(queue)).id();
  }

  private Delivery claimed() {
    return broker.queue("mail").dequeue().orElseThrow();
  }

  private static JsonNode json(Program.Run run) {
    assertThat(run.out().lines()).hasSize(1);
    return JsonMapper.shared().readTree(run.out());
  }
}
