package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.delivery.Rejection;
import io.celers.broker.error.ImportException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.transfer.Imported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @Test
  void secondImportDoublesNothing() throws IOException {
    String file = fileOf(3);
    db.dsl().truncate(CELERS_TASKS).execute();

    Imported first = importFrom(file);
    Imported second = importFrom(file);

    assertThat(first).isEqualTo(new Imported(3, 0, 0, List.of()));
    assertThat(second).isEqualTo(new Imported(0, 3, 0, List.of()));
    assertThat(db.tasks()).isEqualTo(3);
  }

  @Test
  void taskThatWentOnMeanwhileIsLeftAlone() throws IOException {
    String file = fileOf(2);
    UUID done = db.broker().queue("default").dequeue().orElseThrow().id();

    Imported imported = importFrom(file);

    assertThat(imported).isEqualTo(new Imported(0, 2, 0, List.of()));
    assertThat(db.task(done).getDeliveries()).isOne();
  }

  @Test
  void deadLetterOrArchivedTaskOfTheSameIdIsNotBroughtBack() throws IOException {
    String file = fileOf(2);
    db.broker()
        .reject(db.broker().queue("default").dequeue().orElseThrow(), Rejection.deadLetter("no"));
    db.broker().ack(db.broker().queue("default").dequeue().orElseThrow());
    db.broker()
        .maintenance()
        .archive(RetentionPolicy.after(Duration.ofNanos(1_000)), progress -> {});

    Imported imported = importFrom(file);

    assertThat(imported).isEqualTo(new Imported(0, 2, 0, List.of()));
    assertThat(db.tasks()).isZero();
  }

  @Test
  void idThatAnotherTaskHasIsAConflict() throws IOException {
    String file = fileOf(2);
    UUID taken = db.dsl().fetch(CELERS_TASKS).sortAsc(CELERS_TASKS.ID).get(0).getId();
    db.dsl()
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.CONTENT_HASH, 1L)
        .where(CELERS_TASKS.ID.eq(taken))
        .execute();

    Imported imported = importFrom(file);

    assertThat(imported).isEqualTo(new Imported(0, 1, 1, List.of(taken)));
  }

  @Test
  void lineThatIsThereTwiceIsCreatedOnce() throws IOException {
    List<String> lines = new ArrayList<>(fileOf(1).lines().toList());
    lines.add(1, lines.get(1));
    lines.set(3, "{\"rows\":2}");
    db.dsl().truncate(CELERS_TASKS).execute();

    assertThat(importFrom(String.join("\n", lines))).isEqualTo(new Imported(1, 1, 0, List.of()));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          id           | "1234"
          id           | 7
          queue        | ""
          queue        | null
          task_version | -1
          task_version | 1.5
          task_version | 99999999999999999999
          payload      | "*secret*"
          state        | "processing"
          state        | "secret"
          priority     | 10
          retry_policy | "secret"
          created_at   | "2026-02-30T00:00:00.000000Z"
          created_at   | "2026-02-03T00:00:00Z"
          created_at   | "infinity"
          scheduled_at | "10000-01-01T00:00:00.000000Z"
          completed_at | "2026-02-03T04:05:06.789000Z"
          metadata     | ["secret"]
          secret       | 1
          """)
  void brokenValueIsToldByLineAndFieldAndNeverByContent(String field, String value)
      throws IOException {
    List<String> lines = new ArrayList<>(fileOf(2).lines().toList());
    db.dsl().truncate(CELERS_TASKS).execute();
    String rest =
        lines.get(2).replaceFirst(",?\"" + field + "\":(\"[^\"]*\"|\\{[^}]*}|[^,}]*)", "");
    lines.set(
        2, "{\"" + field + "\":" + value + (rest.startsWith("{,") ? "" : ",") + rest.substring(1));
    String file = String.join("\n", lines);

    ImportException thrown = catchThrowableOfType(ImportException.class, () -> importFrom(file));

    assertThat(thrown.line()).isEqualTo(3);
    if (!field.equals("secret")) {
      assertThat(thrown.field()).contains(field);
    }
    assertThat(thrown).hasMessageStartingWith("line 3").hasMessageNotContaining("secret");
    assertThat(thrown.imported()).isEqualTo(Imported.NONE);
    assertThat(db.tasks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "secret",
        "{\"id\":}",
        "{\"id\":\"secret\\u0000\"}",
        "{\"id\":1,\"id\":1}",
        "{} secret"
      })
  void lineThatIsNoObjectIsToldByItsNumber(String line) throws IOException {
    List<String> lines = new ArrayList<>(fileOf(2).lines().toList());
    lines.set(1, line);

    assertThatThrownBy(() -> importFrom(String.join("\n", lines)))
        .isInstanceOfSatisfying(ImportException.class, e -> assertThat(e.line()).isEqualTo(2))
        .hasMessageNotContaining("secret");
  }

  @Test
  void lineThatIsNotUtf8IsToldByItsNumber() throws IOException {
    String file = fileOf(1).replace("default", "d\u00e9fault");

    assertThatThrownBy(() -> importFrom(file.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(ImportException.class)
        .hasMessage("line 2: must be UTF-8");
  }

  @Test
  void fileThatIsCutAnywhereIsFoundOut() throws IOException {
    byte[] file = fileOf(3).getBytes(UTF_8);
    db.dsl().truncate(CELERS_TASKS).execute();

    for (int length = 0; length < file.length - 1; length += 7) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> importFrom(cut)).isInstanceOf(ImportException.class);
    }
    assertThat(db.tasks()).isZero();
  }

  @Test
  void lineThatIsMissingOrChangedIsFoundOut() throws IOException {
    String file = fileOf(3);
    List<String> missing = new ArrayList<>(file.lines().toList());
    missing.remove(2);
    db.dsl().truncate(CELERS_TASKS).execute();

    assertThatThrownBy(() -> importFrom(String.join("\n", missing)))
        .isInstanceOf(ImportException.class)
        .hasMessage("line 4, field rows: must be 2, as many as there are before it");
    assertThatThrownBy(() -> importFrom(file.replaceFirst("\"default\"", "\"defaulx\"")))
        .isInstanceOf(ImportException.class)
        .hasMessageStartingWith("line 5, field sha256: must be ");
    assertThat(db.tasks()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"celers-export, format", ":1, version", "tasks, kind"})
  void fileOfAnotherKindIsRefused(String part, String field) throws IOException {
    String file = fileOf(1).replaceFirst(part, part + "2");

    assertThatThrownBy(() -> importFrom(file))
        .isInstanceOfSatisfying(
            ImportException.class,
            e -> {
              assertThat(e.line()).isOne();
              assertThat(e.field()).contains(field);
            });
  }

  @Test
  void whatStandsAfterTheLastLineIsFoundOut() throws IOException {
    String file = fileOf(1);

    assertThatThrownBy(() -> importFrom(file + file))
        .isInstanceOf(ImportException.class)
        .hasMessageStartingWith("line 4");
  }

  @Test
  void batchesBeforeABrokenLineStayAndTheMendedFileGoesOn() throws IOException {
    String file = fileOf(1_500);
    db.dsl().truncate(CELERS_TASKS).execute();
    List<String> lines = new ArrayList<>(file.lines().toList());
    lines.set(1_200, lines.get(1_200).replace("\"priority\":4", "\"priority\":44"));

    ImportException thrown =
        catchThrowableOfType(ImportException.class, () -> importFrom(String.join("\n", lines)));

    assertThat(thrown.line()).isEqualTo(1_201);
    assertThat(thrown.field()).contains("priority");
    assertThat(thrown.imported()).isEqualTo(new Imported(1_000, 0, 0, List.of()));
    assertThat(db.tasks()).isEqualTo(1_000);
    assertThat(importFrom(file)).isEqualTo(new Imported(500, 1_000, 0, List.of()));
  }

  @Test
  void fileThatWasChangedByHandNeedsNoDigest() throws IOException {
    String file = fileOf(2).replace("\"priority\":4", "\"priority\":9");
    db.dsl().truncate(CELERS_TASKS).execute();

    assertThat(importFrom(file.replaceFirst(",\"sha256\":\"[0-9a-f]*\"", "")).created())
        .isEqualTo(2);
    assertThat(db.broker().queue("default").dequeue().orElseThrow().priority()).isEqualTo(9);
  }

  @Test
  void batchIsOneStatementAndProgressIsToldOfEach() throws IOException {
    String file = fileOf(2_500);
    db.dsl().truncate(CELERS_TASKS).execute();
    StatementCounter counter = new StatementCounter();
    JooqBroker counted = counter.brokerOn(db.dsl());
    List<Long> told = new ArrayList<>();
    int before = counter.soFar();

    counted
        .tasks()
        .importFrom(
            new ByteArrayInputStream(file.getBytes(UTF_8)), progress -> told.add(progress.rows()));

    assertThat(counter.soFar() - before).isEqualTo(3);
    assertThat(told).containsExactly(1_000L, 2_000L, 2_500L);
  }

  @Test
  void callersTransactionTakesAllOfItOrNothing() throws IOException {
    String file = fileOf(1_200);
    db.dsl().truncate(CELERS_TASKS).execute();

    assertThatThrownBy(
            () ->
                db.dsl()
                    .transaction(
                        tx -> {
                          db.broker().using(tx).tasks().importFrom(stream(file), progress -> {});
                          throw new CancellationException("no");
                        }))
        .isInstanceOf(CancellationException.class);

    assertThat(db.tasks()).isZero();
  }

  @Test
  void importsAtTheSameTimeLoseAndDoubleNothing() throws Exception {
    String file = fileOf(3_000);
    db.dsl().truncate(CELERS_TASKS).execute();

    List<Imported> outcomes = Together.run(4, thread -> importFrom(file));

    assertThat(outcomes).extracting(Imported::rows).containsOnly(3_000L);
    assertThat(outcomes.stream().mapToLong(Imported::created).sum()).isEqualTo(3_000);
    assertThat(outcomes).extracting(Imported::conflicting).containsOnly(0L);
    assertThat(db.tasks()).isEqualTo(3_000);
  }

  /** The file of so many tasks, which stay in the database. */
  private static String fileOf(int tasks) throws IOException {
    db.broker()
        .enqueueBulk(
            IntStream.range(0, tasks)
                .mapToObj(
                    i ->
                        NewTask.ofBytes("task", new byte[] {(byte) i})
                            .retryPolicy(RetryPolicy.immediate())));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    db.broker().tasks().export(TaskQuery.all(), out, progress -> {});
    return out.toString(UTF_8);
  }

  private static Imported importFrom(String file) throws IOException {
    return importFrom(file.getBytes(UTF_8));
  }

  private static Imported importFrom(byte[] file) throws IOException {
    return db.broker().tasks().importFrom(new ByteArrayInputStream(file), progress -> {});
  }

  private static InputStream stream(String file) {
    return new ByteArrayInputStream(file.getBytes(UTF_8));
  }
}
