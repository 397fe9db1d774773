package io.celers.broker.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final ConsumerLag LATE = new ConsumerLag(600, 0, Rate.perSecond(1));
  private static final PoolSize POOL =
      new PoolSize(10, 2.5, Duration.ofMillis(4), Rate.perSecond(20));

  @Test
  void mostUrgentComesFirst() {
    ConsumerLag stuck = new ConsumerLag(1, 0, Rate.ZERO);

    Report report = Report.of(POOL, LATE, stuck);

    assertThat(report.findings()).containsExactly(stuck.finding(), LATE.finding(), POOL.finding());
    assertThat(report.severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void textIsForPeople() {
    assertThat(Report.of(LATE, POOL).toText())
        .isEqualTo(
            """
            WARNING consumer-lag
              Finish tasks 2 times as fast: raise the concurrency of the workers, start more of \
            them, or make the handlers faster.
              - pending = 600 tasks
              - processing = 0 tasks
              - finished = 1 tasks/s
              - target = 300 s
              - lag = 600 s
            INFO pool-size
              Give the pool a size between the two; the sum over all processes has to stay below \
            the server's max_connections.
              - workers = 10 workers
              - queries per task = 2.5
              - mean query time = 0.004 s
              - finished = 20 tasks/s
              - busy = 0.2 connections
              > minimumIdle = 2
              > maximumPoolSize = 11
            """);
  }

  @Test
  void jsonIsForPrograms() {
    Finding finding =
        new Finding(
            "a-rule",
            Severity.INFO,
            List.of(Evidence.of("mean", 0.25, Unit.SECONDS), Evidence.of("n", 3, Unit.NUMBER)),
            "Do \"it\".",
            List.of(new Remedy.Sql("DROP INDEX \"a\""), new Remedy.Setting("size", 7)));

    assertThat(new Report(List.of(finding)).toJson())
        .isEqualTo(
            """
            {"severity":"INFO","findings":[{"rule":"a-rule","subject":"","severity":"INFO",\
            "recommendation":"Do \\"it\\".",\
            "evidence":[{"name":"mean","value":0.25,"unit":"s"},\
            {"name":"n","value":3,"unit":""}],\
            "remedies":[{"kind":"sql","text":"DROP INDEX \\"a\\""},\
            {"kind":"setting","text":"size = 7","name":"size","value":7}]}]}""");
  }

  @Test
  void subjectIsNamed() {
    Report report = new Report(List.of(Finding.notMeasured("a-rule", "no.").about("queue mail")));

    assertThat(report.toText()).isEqualTo("INFO a-rule of queue mail\n  Not measured: no.\n");
    assertThat(report.toJson()).contains("\"rule\":\"a-rule\",\"subject\":\"queue mail\"");
  }

  @Test
  void emptyReportIsFine() {
    Report empty = Report.of();

    assertThat(empty.severity()).isEqualTo(Severity.OK);
    assertThat(empty.toText()).isEmpty();
    assertThat(empty.toJson()).isEqualTo("{\"severity\":\"OK\",\"findings\":[]}");
  }

  @Test
  void everyCharacterThatJsonForbidsIsEscaped() {
    assertThat(Json.string("\"\\/\b\f\n\r\t\0\u001f\u007f"))
        .isEqualTo("\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\\u007f\"");
    assertThat(Json.string("é\u2028\u2029")).isEqualTo("\"é\\u2028\\u2029\"");
    assertThat(Json.string("\ud83d\ude00 \ud800")).isEqualTo("\"\\ud83d\\ude00 \\ud800\"");
  }
}
