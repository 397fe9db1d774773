package io.celers.broker.advice;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Findings, the most urgent one first.
 *
 * @param findings in order of falling severity; of equal severity as they were given
 */
public record Report(List<Finding> findings) {

  /** Sorts the findings. */
  public Report {
    findings =
        findings.stream().sorted(Comparator.comparing(Finding::severity).reversed()).toList();
  }

  /** What the rules find in these figures. */
  public static Report of(Measurement... measurements) {
    return new Report(Arrays.stream(measurements).map(Measurement::finding).toList());
  }

  /** The most urgent severity; {@link Severity#OK} of an empty report. */
  public Severity severity() {
    return findings.isEmpty() ? Severity.OK : findings.get(0).severity();
  }

  /** For people: a paragraph for each finding, each line ended by a line feed. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(finding.severity()).append(' ').append(finding.rule());
      text.append(finding.subject().isEmpty() ? "" : " of " + finding.subject()).append('\n');
      text.append("  ").append(finding.recommendation()).append('\n');
      finding.evidence().forEach(e -> text.append("  - ").append(e).append('\n'));
      finding.remedies().forEach(r -> text.append("  > ").append(r.text()).append('\n'));
    }
    return text.toString();
  }

  /**
   * For programs: one JSON object (RFC 8259) on one line, {@code {"severity", "findings": [{"rule",
   * "subject", "severity", "recommendation", "evidence": [{"name", "value", "unit"}], "remedies":
   * [{"kind": "sql", "text"} or {"kind": "setting", "text", "name", "value"}]}]}}.
   */
  public String toJson() {
    return Json.of(this);
  }
}
