package io.celers.broker.examples.benchmark.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the server runs the statements behind a metric.
 *
 * @param metric of the same side
 * @param statements how many are sent
 * @param texts what EXPLAIN says of each that can be explained
 */
public record Plan(String metric, int statements, List<String> texts) {

  private static final Pattern READ =
      Pattern.compile("(Seq|Index|Index Only|Bitmap Index) Scan.*? (?:on|using) (celers_\\w+)");

  /** How the broker's tables and indexes are read, as in {@code Index celers_tasks_pkey}. */
  public String summary() {
    Map<String, Integer> reads = new LinkedHashMap<>();
    for (String text : texts) {
      Matcher read = READ.matcher(text);
      while (read.find()) {
        reads.merge(read.group(1) + " " + read.group(2), 1, Integer::sum);
      }
    }
    return reads.isEmpty()
        ? "no table of the broker"
        : reads.entrySet().stream()
            .map(read -> read.getKey() + (read.getValue() > 1 ? " x" + read.getValue() : ""))
            .collect(Collectors.joining(", "));
  }
}
