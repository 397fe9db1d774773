package io.celers.broker.examples.indexer;

import static io.celers.broker.examples.indexer.db.Tables.FILES;
import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FileIndexerIT {

  private static final long LIMIT = 1_000;

  private static TestDatabase template;

  @TempDir Path temporary;
  private Tree tree;
  private TestDatabase database;
  private IndexDatabase index;
  private String output;

  @BeforeAll
  static void migrate() {
    template = ThrowawayPostgres.shared().emptyDatabase();
    open(template).close();
  }

  @AfterAll
  static void drop() {
    template.close();
  }

  @BeforeEach
  void open() throws IOException {
    tree = new Tree(temporary);
    database = ThrowawayPostgres.shared().newDatabase(template);
    index = open(database);
  }

  private static IndexDatabase open(TestDatabase database) {
    return IndexDatabase.at(database.jdbcUrl(), database.user(), database.password(), 4);
  }

  @AfterEach
  void close() {
    index.close();
    database.close();
  }

  @Test
  void indexAgreesWithAnIndependentComputation() throws IOException {
    tree.write("empty", "");
    tree.write("no-line-feed", "one two");
    tree.write("white-space", " \t\r\n\f\u000b a\n\n b ");
    tree.write("binary", new byte[] {0, 1, 2, ' ', -1, '\n', -128});
    tree.write("too%20large", new byte[(int) LIMIT + 1]);
    tree.write("just-right", new byte[(int) LIMIT]);
    tree.write("deep/er/and/deeper", "x");
    tree.write("%C3%BCnic%C3%B6de%20%E6%97%A5%E6%9C%AC", "x");
    tree.write("quo'te%22s", "x");
    tree.write("new%0Aline%09and%20tab", "x");
    tree.write("back%5Cslash%20100%2541", "x");
    Path closed = tree.write("unreadable", "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Files.createSymbolicLink(tree.path("deep/loop"), tree.folder());
    Files.createSymbolicLink(tree.path("link"), tree.path("empty"));

    int code = run("--max-size", Long.toString(LIMIT));

    assertThat(code).as(output).isZero();
    assertThat(export()).containsExactlyInAnyOrderElementsOf(tree.expected(LIMIT));
    assertThat(output).contains("too large: larger than 1000 bytes").contains("12 files");
  }

  @Test
  void nameNeedNotBeValidUtf8() throws IOException {
    tree.write("in%FFvalid", "x");

    int code = run();

    assertThat(code).as(output).isZero();
    assertThat(exported()).contains("in\u00ffvalid");
  }

  @Test
  void secondRunEnqueuesNothing() throws IOException {
    for (int i = 0; i < 50; i++) {
      tree.write("file" + i, "content " + i);
    }
    run("--batch", "7");
    List<String> first = export();

    int code = run();

    assertThat(code).isZero();
    assertThat(output).contains("0 enqueued");
    assertThat(export()).isEqualTo(first);
    assertThat(index.db().fetchCount(CELERS_TASKS)).isEqualTo(50);
  }

  @Test
  void changedFileIsIndexedAnewAlsoWhenItIsWhatItWasBefore() throws IOException {
    Path file = tree.write("file", "A");
    var time = Files.getLastModifiedTime(file);
    run();
    tree.write("file", "other");
    run();
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
    tree.write("file", "A");
    Files.setLastModifiedTime(file, time);

    int code = run();

    assertThat(code).isZero();
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
    assertThat(index.db().fetchCount(CELERS_TASKS)).isEqualTo(3);
  }

  @Test
  void deletedFileLeavesTheIndexAndComesBackWhenItDoes() throws IOException {
    Path file = tree.write("file", "A");
    tree.write("other", "B");
    run();
    Path away = Files.move(file, tree.folder().resolveSibling(tree.folder().getFileName() + "x"));
    assertThat(run()).isZero();
    assertThat(export()).containsExactly(tree.expected("other", LIMIT));
    Files.move(away, file);

    int code = run();

    assertThat(code).as(output).isZero();
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
  }

  @Test
  void fileThatVanishedBeforeItsTaskIsNotedAsMissing() throws IOException {
    tree.write("file", "A");
    enqueueOnly();
    tree.delete("file");

    int code = run();

    assertThat(code).as(output).isZero();
    assertThat(output).contains("1 deleted since");
    assertThat(index.db().fetchSingle(CELERS_TASKS).getErrorMessage()).isEqualTo("vanished");
    assertThat(index.db().fetchSingle(CELERS_TASKS).getState()).isEqualTo(CelersTaskState.failed);
    assertThat(index.db().fetchSingle(FILES).getMissing()).isTrue();
  }

  @Test
  void runFinishesWhatADeadProcessHadClaimed() throws IOException {
    tree.write("one", "A");
    tree.write("two", "B");
    enqueueOnly();
    claim(1, Duration.ofSeconds(1));

    int code = run();

    assertThat(code).as(output).isZero();
    assertThat(output).contains("2 left by earlier runs").contains("deliveries again 1");
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
  }

  @Test
  void taskOfAnOlderRevisionDoesNotWriteItsRow() throws IOException {
    tree.write("file", "A");
    enqueueOnly();
    tree.write("file", "newer");
    enqueueOnly();

    int code = run();

    assertThat(code).as(output).isZero();
    assertThat(index.db().fetchCount(CELERS_TASKS)).isEqualTo(2);
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
  }

  @Test
  void rowsAndTasksAreWrittenTogetherOrNotAtAll() throws IOException {
    tree.write("file", "A");

    assertThatThrownBy(
            () ->
                index
                    .db()
                    .transaction(
                        tx -> {
                          enqueue(tx.dsl());
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");

    assertThat(index.db().fetchCount(FILES)).isZero();
    assertThat(index.db().fetchCount(CELERS_TASKS)).isZero();
    assertThat(run()).isZero();
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
  }

  @Test
  void stoppedRunIsFinishedByTheNext() throws IOException {
    tree.write("file", "A");
    enqueueOnly();
    StopRequest stop = new StopRequest();
    stop.request();

    int code = run(stop);

    assertThat(code).isEqualTo(Signals.INTERRUPTED);
    assertThat(run()).isZero();
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
  }

  @Test
  void deadLettersAreTriedAgainOnRequest() throws IOException {
    tree.write("file", "more than three bytes");
    assertThat(run("--max-size", "3")).isZero();
    assertThat(index.db().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isOne();
    assertThat(export()).isEqualTo(tree.expected(3));

    int code = run("--retry-failed");

    assertThat(code).as(output).isZero();
    assertThat(index.db().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isZero();
    assertThat(export()).isEqualTo(tree.expected(LIMIT));
  }

  @Test
  void checkSaysWhereTheFolderIsAnother() throws IOException {
    tree.write("same", "A");
    tree.write("changed", "A");
    tree.write("gone", "A");
    run();
    tree.write("changed", "other");
    tree.delete("gone");
    tree.write("new", "A");

    IndexCheck.Result check = new IndexCheck(index.db(), options()).execute();

    assertThat(check.disagreements())
        .containsExactlyInAnyOrder(
            "changed: changed while the folder was being indexed",
            "new: not in the index; created meanwhile?",
            "3 bytes in the index, 1 in the folder");
  }

  @Test
  void wrongArgumentsAreExplained() {
    assertThat(run(new StopRequest(), "--workers", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(output).contains("--workers must be at least 1, was 0");
  }

  private int run(String... options) {
    return run(new StopRequest(), options);
  }

  private int run(StopRequest stop, String... options) {
    String login = "?user=" + database.user() + "&password=" + database.password();
    Stream<String> arguments =
        Stream.of(
            tree.folder().toString(),
            "--url",
            database.jdbcUrl().split("\\?")[0] + login,
            "--user",
            database.user(),
            "--no-progress",
            "--lease",
            "2");
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    int code =
        FileIndexer.commandLine(stop)
            .setOut(writer)
            .setErr(writer)
            .execute(Stream.concat(arguments, Arrays.stream(options)).toArray(String[]::new));
    writer.flush();
    output = text.toString();
    return code;
  }

  private void enqueueOnly() throws IOException {
    enqueue(index.db());
  }

  private void enqueue(DSLContext db) throws IOException {
    String queue = IndexFile.queue(FileKey.folder(tree.folder()));
    EnqueueFiles enqueue = new EnqueueFiles(db, index.broker(), queue);
    new FolderWalk(tree.folder(), Set.of()).forEachBatch(10, () -> false, enqueue::enqueue);
  }

  private List<Delivery> claim(int max, Duration lease) {
    String queue = IndexFile.queue(FileKey.folder(tree.folder()));
    return index.broker().queue(queue).lease(lease).dequeue(max);
  }

  private IndexOptions options() {
    return new IndexOptions(tree.folder(), Set.of(), 1, 10, LIMIT, Duration.ofSeconds(2));
  }

  private List<String> export() throws IOException {
    return new String(exportedBytes(), StandardCharsets.UTF_8).lines().toList();
  }

  private String exported() throws IOException {
    return new String(exportedBytes(), StandardCharsets.ISO_8859_1);
  }

  private byte[] exportedBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Export(index.db()).write(FileKey.folder(tree.folder()), out);
    return out.toByteArray();
  }
}
