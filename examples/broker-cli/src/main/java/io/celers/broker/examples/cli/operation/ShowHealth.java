package io.celers.broker.examples.cli.operation;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Style;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.monitoring.Health;
import io.celers.broker.monitoring.Problem;
import io.celers.broker.monitoring.SnapshotHolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Whether the broker can work, and what stands in its way. */
@Command(
    name = "health",
    description = "Tells what is wrong and what to do about it. Exit code 1 if it is critical.")
public final class ShowHealth implements Callable<Integer> {

  private final Session session;

  /** In this session. */
  public ShowHealth(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          Health health = broker.monitoring().health();
          List<SnapshotHolder> holders = broker.monitoring().snapshotHolders();
          Answer answer =
              Answer.empty()
                  .sheet(
                      Row.of("up", health.isUp())
                          .with("server", health.serverVersion())
                          .with("schema version", health.schemaVersion())
                          .with("round trip", health.roundTrip())
                          .with("read only", health.readOnly()))
                  .put(
                      Row.of("problems", health.problems().stream().map(ShowHealth::row).toList()));
          for (Problem problem : health.problems()) {
            answer.say("").say(style -> lines(problem, style));
          }
          if (!holders.isEmpty()) {
            answer.heading("held snapshots");
          }
          return answer
              .table(
                  "snapshot holders",
                  holders.stream().map(ShowHealth::row).toList(),
                  "kind",
                  "name",
                  "pid",
                  "role",
                  "state",
                  "held")
              .exit(health.isUp() ? ExitCode.OK : ExitCode.FAILURE);
        });
  }

  private static Row row(Problem problem) {
    return Row.of("severity", problem.severity())
        .with("what", problem.what())
        .with("advice", problem.advice());
  }

  private static List<String> lines(Problem problem, Style style) {
    String what = problem.severity() + ": " + problem.what();
    return List.of(
        problem.severity() == Problem.Severity.CRITICAL ? style.bad(what) : style.warning(what),
        "  " + problem.advice());
  }

  private static Row row(SnapshotHolder holder) {
    return Row.of("kind", holder.kind())
        .with("name", holder.name())
        .with("pid", holder.pid())
        .with("role", holder.role())
        .with("state", holder.state())
        .withLength("held", holder.held())
        .withLength("since query", holder.sinceQuery());
  }
}
