package io.celers.broker.examples.cli.operation;

import io.celers.broker.advice.Evidence;
import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Remedy;
import io.celers.broker.advice.Report;
import io.celers.broker.advice.Severity;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.RawJson;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Style;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Lengths;
import io.celers.broker.examples.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What could be better, and what to apply. */
@Command(
    name = "advise",
    description = {
      "Tells what could be better: workers, batches, pool, vacuum, indexes.",
      "It applies nothing. Without --all, what is well is left out; --json has all of it."
    })
public final class Advise implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--window",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "Judges by what happened in so long. Default: 5m.")
  private Duration window = Duration.ofMinutes(5);

  @Option(names = "--all", description = "Tells what is well, too.")
  private boolean all;

  /** In this session. */
  public Advise(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          Report report = broker.advisor().advise(window);
          Answer answer = Answer.empty().put(Row.of("report", new RawJson(report.toJson())));
          List<Finding> told =
              report.findings().stream()
                  .filter(finding -> all || finding.severity() != Severity.OK)
                  .toList();
          told.forEach(finding -> answer.say(style -> lines(finding, style)));
          return told.isEmpty() ? answer.say("Nothing could be better.") : answer;
        });
  }

  private static List<String> lines(Finding finding, Style style) {
    List<String> lines = new ArrayList<>();
    String title =
        Words.of(
            "%s %s %s".formatted(finding.severity(), finding.rule(), finding.subject()).strip());
    lines.add(
        switch (finding.severity()) {
          case OK -> style.good(title);
          case INFO -> style.bold(title);
          case WARNING -> style.warning(title);
          case CRITICAL -> style.bad(title);
        });
    lines.add("  " + Words.of(finding.recommendation()));
    for (Evidence evidence : finding.evidence()) {
      lines.add("  - " + Words.of(evidence.toString()));
    }
    for (Remedy remedy : finding.remedies()) {
      lines.add("  > " + Words.of(remedy.text()));
    }
    return lines;
  }
}
