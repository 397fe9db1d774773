package io.celers.broker.jooq.internal.advice;

import static io.celers.broker.generated.Tables.CELERS_TASKS;

import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Rate;
import io.celers.broker.advice.Relation;
import io.celers.broker.advice.Severity;
import io.celers.broker.advice.VacuumTuning;
import java.time.Duration;
import java.util.List;

/** Puts what changes in the tables into the rule about vacuum. Pure: asks nobody. */
final class AdviseTables {

  /** A mean of less time says nothing about hours. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private AdviseTables() {}

  static List<Finding> of(String schema, List<Churn> tables) {
    return tables.stream()
        .map(churn -> finding(schema, churn).about("table " + churn.table()))
        .filter(finding -> isToldOf(finding))
        .toList();
  }

  private static boolean isToldOf(Finding finding) {
    return finding.subject().equals("table " + CELERS_TASKS.getName())
        || finding.severity().compareTo(Severity.INFO) > 0;
  }

  private static Finding finding(String schema, Churn churn) {
    return churn.over().compareTo(SHORTEST) < 0
        ? Finding.notMeasured(
            "vacuum", "PostgreSQL has counted for less than a minute since it was reset.")
        : new VacuumTuning(
                new Relation(schema, churn.table()),
                churn.rows(),
                Rate.of(churn.inserted(), churn.over()),
                Rate.of(churn.died(), churn.over()),
                churn.vacuum())
            .finding();
  }
}
