package io.celers.broker.jooq.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Rate;
import io.celers.broker.advice.Relation;
import io.celers.broker.advice.Remedy;
import io.celers.broker.advice.Report;
import io.celers.broker.advice.Severity;
import io.celers.broker.advice.VacuumTuning;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a report writes is read by a parser that is not ours. */
class ReportJsonTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyBasicCharacterComesBack() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < Character.MIN_SURROGATE; c++) {
      all.append((char) c);
    }
    all.append("\ud83d\ude00").append('\uffff');

    assertThat(read(finding(all.toString())).get("recommendation").asString())
        .isEqualTo(all.toString());
  }

  @Test
  void numbersAndStatementsComeBack() {
    VacuumTuning tuning =
        new VacuumTuning(
            new Relation("s", "a\"b\\c"), Long.MAX_VALUE, Rate.ZERO, Rate.perHour(1_000));

    JsonNode finding = read(tuning.finding());

    assertThat(finding.get("evidence").get(0).get("value").bigIntegerValue())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(finding.get("evidence").get(2).get("value").asDouble()).isEqualTo(0.277778);
    assertThat(finding.get("remedies").get(0).get("text").asString())
        .isEqualTo(tuning.statement().text());
  }

  private static Finding finding(String recommendation) {
    return new Finding(
        "rule", Severity.INFO, List.of(), recommendation, List.of(new Remedy.Setting("size", 1)));
  }

  private static JsonNode read(Finding finding) {
    return JSON.readTree(new Report(List.of(finding)).toJson()).get("findings").get(0);
  }
}
