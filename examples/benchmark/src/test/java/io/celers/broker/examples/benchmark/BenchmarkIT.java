package io.celers.broker.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Looks whether it runs and is reported; the figures are of no interest here. */
class BenchmarkIT {

  @TempDir static Path report;
  @TempDir Path folder;
  private static String whole;

  /** One of each kind, for the sake of time: calls, workers, transactions, large tables. */
  static Stream<String> cells() {
    return Stream.of("enqueue-one", "drain", "transactional-drain", "operations", "requeue");
  }

  /** All in one run: the broker's tables are made once, and copied for each side. */
  @BeforeAll
  static void measureCells() {
    Run run = run(report, "--tiny", "--cell", cells().collect(Collectors.joining(",")));
    whole = run.output();
    assertThat(run.code()).as(whole).isZero();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void cellIsMeasuredAndReported(String cell) throws IOException {
    assertThat(whole).contains(cell + ": ").contains("fsync").contains("median");
    assertThat(section(cell).lines().filter(line -> line.startsWith("| ")))
        .as("a heading and a row for each side")
        .hasSizeGreaterThan(1);
    assertThat(Files.readString(report.resolve("report.json"))).contains("\"" + cell + "\"");
    assertThat(report.toFile().list((dir, name) -> name.startsWith(cell) && name.endsWith(".png")))
        .isNotEmpty();
  }

  @Test
  void targetsAreComparedWithWhatWasMeasured() throws IOException {
    assertThat(whole).contains("4 x db-scheduler").contains("1.5 x Graphile Worker");
    assertThat(Files.readString(report.resolve("report.md")))
        .contains("| cell | target | measured | met? |")
        .containsPattern("drain \\| 4 x db-scheduler \\| [0-9.]+ x: .* \\| (yes|no) \\|");
    assertThat(report.resolve("overview.png")).isNotEmptyFile();
  }

  @Test
  void sideThatNeedsWhatIsNotInstalledSaysSoOrIsMeasured() throws IOException {
    assertThat(section("drain")).contains("celers, plain loop").contains("Graphile Worker");
  }

  @Test
  void loadOverTimeIsPlotted() {
    Run run =
        run(
            folder,
            "--tiny",
            "--cell",
            "held-snapshot",
            "--side",
            "celers",
            "--side",
            "celers, held");

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).contains("claim p99").contains("dead rows");
    assertThat(folder.resolve("held-snapshot-rate-over-time.png")).isNotEmptyFile();
    assertThat(folder.resolve("held-snapshot-claim-p99-over-time.png")).isNotEmptyFile();
  }

  @Test
  void cellsCanBeLeftOut() {
    Run run = run(folder, "--list", "--without", "operations,requeue");

    assertThat(run.output())
        .contains("drain")
        .doesNotContain("operations")
        .doesNotContain("requeue");
  }

  @Test
  void everyCallOfAnOperatorHasItsPlan() throws IOException {
    assertThat(whole).contains("tasks.list rare tag, later").contains("statements: Index");
    assertThat(Files.readString(report.resolve("report.json"))).contains("celers_tasks_pkey");
  }

  @Test
  void twoOperatorsWhoRequeueTogetherLoseAndDoubleNone() {
    Run run = run(folder, "--tiny", "--cell", "requeue", "--rows", "20000");

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).contains("of the second").doesNotContain("FAILED");
  }

  @Test
  void unknownCellIsExplained() {
    Run run = run(folder, "--cell", "no-such");

    assertThat(run.code()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run.output()).contains("--cell must be one of").contains("no-such");
  }

  private record Run(int code, String output) {}

  private static String section(String cell) throws IOException {
    String text = Files.readString(report.resolve("report.md"));
    assertThat(text).contains("### " + cell + "\n");
    int begin = text.indexOf("### " + cell + "\n");
    int end = text.indexOf("\n### ", begin);
    return end < 0 ? text.substring(begin) : text.substring(begin, end);
  }

  private static Run run(Path folder, String... options) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text);
    try (TestDatabase database = ThrowawayPostgres.shared().emptyDatabase()) {
      Stream<String> server =
          Stream.of(
              "--no-progress",
              "--report",
              folder.toString(),
              "--url",
              database.jdbcUrl().split("\\?")[0] + "?password=" + database.password(),
              "--user",
              database.user());
      int code =
          Benchmark.commandLine()
              .setOut(writer)
              .setErr(writer)
              .execute(Stream.concat(server, Arrays.stream(options)).toArray(String[]::new));
      writer.flush();
      return new Run(code, text.toString());
    }
  }
}
