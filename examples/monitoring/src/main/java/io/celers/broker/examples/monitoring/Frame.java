package io.celers.broker.examples.monitoring;

import io.celers.broker.advice.Finding;
import io.celers.broker.advice.Severity;
import io.celers.broker.error.BrokerException;
import io.celers.broker.monitoring.Health;
import io.celers.broker.monitoring.Latency;
import io.celers.broker.monitoring.Problem;
import io.celers.broker.monitoring.QueueActivity;
import io.celers.broker.monitoring.QueueFigures;
import io.celers.broker.monitoring.WorkerActivity;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** A sample as lines of text: a pure function of it. */
final class Frame {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final AttributedStyle HEADING = AttributedStyle.BOLD;
  private static final AttributedStyle GOOD =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle WARNING =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle BAD = AttributedStyle.BOLD.foreground(AttributedStyle.RED);

  private final Sample sample;
  private final List<AttributedString> lines = new ArrayList<>();

  private Frame(Sample sample) {
    this.sample = sample;
  }

  static List<AttributedString> lines(Sample sample) {
    Frame frame = new Frame(sample);
    frame.head();
    frame.queues();
    frame.workers();
    frame.health();
    frame.advice();
    return List.copyOf(frame.lines);
  }

  /** The server could not be asked. */
  static List<AttributedString> unreachable(BrokerException e) {
    return List.of(new AttributedString("DOWN  " + printable(String.valueOf(e.getMessage())), BAD));
  }

  private void head() {
    Health health = sample.health();
    line(
        health.isUp() ? GOOD : BAD,
        "%s  %s  PostgreSQL %s  round trip %s"
            .formatted(
                TIME.format(sample.queues().freshness().measuredAt()),
                health.isUp() ? "up" : "DOWN",
                health.serverVersion(),
                length(health.roundTrip())));
  }

  private void queues() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "queue",
            "pending",
            "held",
            "done",
            "dead",
            "in/s",
            "out/s",
            "oldest",
            "wait p50",
            "wait p99",
            "run p50",
            "run p99"));
    for (QueueFigures queue : sample.queues().queues()) {
      Optional<QueueActivity> activity = sample.activity().find(queue.queue());
      rows.add(
          List.of(
              printable(queue.queue()),
              queue.pending().toString(),
              queue.processing().toString(),
              queue.completed().toString(),
              queue.dead().toString(),
              activity.map(of -> rate(of.enqueued().perSecond())).orElse("-"),
              activity.map(of -> rate(of.finished().perSecond())).orElse("-"),
              queue.oldestPending().map(Frame::length).orElse("-"),
              latency(activity.flatMap(QueueActivity::pickUp), Latency::median),
              latency(activity.flatMap(QueueActivity::pickUp), Latency::p99),
              latency(activity.flatMap(QueueActivity::runTime), Latency::median),
              latency(activity.flatMap(QueueActivity::runTime), Latency::p99)));
    }
    table(rows);
  }

  private void workers() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("worker", "holds", "done/s", "failed", "run p50", "run p99"));
    for (WorkerActivity worker : sample.activity().workers()) {
      rows.add(
          List.of(
              printable(worker.worker()),
              worker.holding().toString(),
              rate(worker.finished().perSecond()),
              worker.failed().tasks().toString(),
              latency(worker.runTime(), Latency::median),
              latency(worker.runTime(), Latency::p99)));
    }
    if (rows.size() > 1) {
      table(rows);
    }
  }

  private void health() {
    line(AttributedStyle.DEFAULT, "");
    if (sample.health().problems().isEmpty()) {
      line(GOOD, "health: nothing is wrong");
    }
    for (Problem problem : sample.health().problems()) {
      boolean critical = problem.severity() == Problem.Severity.CRITICAL;
      line(critical ? BAD : WARNING, "health: " + printable(problem.what()));
      line(AttributedStyle.DEFAULT, "  " + printable(problem.advice()));
    }
  }

  /** What should be done, the most urgent first; what is merely worth knowing is counted. */
  private void advice() {
    line(AttributedStyle.DEFAULT, "");
    int notes = 0;
    for (Finding finding : sample.advice().findings()) {
      if (finding.severity().compareTo(Severity.WARNING) >= 0) {
        line(
            finding.severity() == Severity.CRITICAL ? BAD : WARNING,
            "advice: %s %s: %s"
                .formatted(
                    finding.rule(),
                    printable(finding.subject()),
                    printable(finding.recommendation())));
      } else if (finding.severity() == Severity.INFO) {
        notes++;
      }
    }
    line(AttributedStyle.DEFAULT, "advice: " + notes + " notes more, told by 'broker advise'");
  }

  /** The first column to the left, figures to the right. */
  private void table(List<List<String>> rows) {
    line(AttributedStyle.DEFAULT, "");
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0);
        String padding = " ".repeat(width - row.get(i).length());
        line.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
      }
      line(row == rows.get(0) ? HEADING : AttributedStyle.DEFAULT, line.toString());
    }
  }

  private void line(AttributedStyle style, String text) {
    lines.add(new AttributedString(text, style));
  }

  private static String latency(Optional<Latency> latency, Function<Latency, Duration> figure) {
    return latency.map(figure).map(Frame::length).orElse("-");
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, "%.1f", perSecond);
  }

  static String length(Duration length) {
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      return length.toMillis() + " ms";
    }
    if (length.compareTo(Duration.ofMinutes(2)) < 0) {
      return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1_000.0);
    }
    return length.compareTo(Duration.ofHours(2)) < 0
        ? length.toMinutes() + " min"
        : length.toHours() + " h";
  }

  /** Whoever may enqueue could otherwise write anything to the terminal. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}]+", "?");
  }
}
