package io.celers.broker.examples.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.examples.benchmark.cell.Cells;
import io.celers.broker.examples.benchmark.report.TargetResult.Answer;
import io.celers.broker.examples.benchmark.run.Cell;
import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.Contender;
import io.celers.broker.examples.benchmark.run.SideResult;
import io.celers.broker.examples.benchmark.run.Summary;
import io.celers.broker.examples.benchmark.run.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetsTest {

  private static final String DB_SCHEDULER = "db-scheduler 16.12";

  @Test
  void quotientAtItsLimitMeetsTheTarget() {
    CellResult drain = drain(rate("celers", 4_000), rate(DB_SCHEDULER, 1_000));

    assertThat(Targets.judge(List.of(drain)))
        .contains(
            new TargetResult(
                "drain", "4 x db-scheduler", "4.00 x: 4,000 to 1,000 tasks/s", Answer.YES));
  }

  @Test
  void quotientBelowItsLimitDoesNot() {
    CellResult drain = drain(rate("celers", 3_999), rate(DB_SCHEDULER, 1_000));

    assertThat(Targets.judge(List.of(drain)))
        .filteredOn(result -> result.target().equals("4 x db-scheduler"))
        .extracting(TargetResult::answer)
        .containsExactly(Answer.NO);
  }

  @Test
  void sideWithoutFiguresIsSaid() {
    CellResult drain = drain(rate("celers", 3_999));

    assertThat(Targets.judge(List.of(drain)))
        .contains(
            new TargetResult(
                "drain", "4 x db-scheduler", "no figures of " + DB_SCHEDULER, Answer.NOT_MEASURED));
  }

  @Test
  void targetsOfOtherCellsAreLeftOut() {
    assertThat(Targets.judge(List.of(drain(rate("celers", 1)))))
        .extracting(TargetResult::cell)
        .containsOnly("drain");
  }

  @Test
  void everyTargetNamesCellsAndSidesThatExist() {
    List<String> known =
        Cells.all().stream()
            .flatMap(cell -> cell.contenders().stream().map(side -> key(cell, side)))
            .toList();

    assertThat(Targets.ALL)
        .hasSizeGreaterThan(30)
        .allSatisfy(
            target -> {
              assertThat(known).contains(target.cell() + ": " + target.value().side());
              target
                  .reference()
                  .ifPresent(of -> assertThat(known).contains(target.cell() + ": " + of.side()));
            });
  }

  private static String key(Cell cell, Contender side) {
    return cell.name() + ": " + side.name();
  }

  private static CellResult drain(SideResult... sides) {
    return new CellResult("drain", "", List.of(sides), Duration.ZERO);
  }

  private static SideResult rate(String side, double value) {
    Summary rate = new Summary("rate", Unit.TASKS_PER_SECOND, 5, value, value, value, 1);
    return new SideResult(
        side, List.of(rate), List.of(), List.of(), Optional.empty(), Optional.empty());
  }
}
