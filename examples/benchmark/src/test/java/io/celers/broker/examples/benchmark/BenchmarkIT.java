package io.celers.broker.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.examples.benchmark.cell.Cells;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Looks whether everything runs and is reported; the figures are of no interest here. */
class BenchmarkIT {

  @TempDir Path folder;
  private String output;

  static Stream<String> cells() {
    return Cells.all().stream().map(cell -> cell.name());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void cellIsMeasuredAndReported(String cell) throws IOException {
    int code = run("--tiny", "--cell", cell);

    assertThat(code).as(output).isZero();
    assertThat(output).contains(cell + ": ").contains("fsync").contains("median");
    assertThat(Files.readString(folder.resolve("report.md"))).contains("### " + cell);
    assertThat(Files.readString(folder.resolve("report.json"))).contains("\"median\"");
    assertThat(folder.toFile().list((dir, name) -> name.endsWith(".png"))).isNotEmpty();
  }

  @Test
  void twoOperatorsWhoRequeueTogetherLoseAndDoubleNone() {
    int code = run("--tiny", "--cell", "requeue", "--rows", "20000");

    assertThat(code).as(output).isZero();
    assertThat(output).contains("of the second").doesNotContain("FAILED");
  }

  @Test
  void everyCallOfAnOperatorHasItsPlan() throws IOException {
    int code = run("--tiny", "--cell", "operations");

    assertThat(code).as(output).isZero();
    assertThat(output).contains("tasks.list rare tag, later").contains("statements: Index");
    assertThat(Files.readString(folder.resolve("report.json"))).contains("celers_tasks_pkey");
  }

  @Test
  void unknownCellIsExplained() {
    int code = run("--cell", "no-such");

    assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(output).contains("--cell must be one of").contains("no-such");
  }

  private int run(String... options) {
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
      output = text.toString();
      return code;
    }
  }
}
