package io.celers.broker.advice;

import java.util.List;
import java.util.function.Consumer;

/**
 * Writes a report as JSON (RFC 8259).
 *
 * <p>By hand, because this module depends on no library and needs nothing but objects, arrays,
 * strings and finite numbers.
 */
final class Json {

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  static String of(Report report) {
    Json json = new Json();
    json.report(report);
    return json.out.toString();
  }

  /** A string with its quotes. */
  static String string(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (isPlain(c)) {
            quoted.append(c);
          } else {
            quoted.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  // Surrogates are escaped one by one: a lone one could not be encoded as UTF-8. The two line
  // separators are legal in JSON but not in the JavaScript it may be pasted into.
  private static boolean isPlain(char c) {
    return c >= 0x20 && c != 0x7f && c != 0x2028 && c != 0x2029 && !Character.isSurrogate(c);
  }

  private void report(Report report) {
    out.append("{\"severity\":").append(string(report.severity().name()));
    out.append(",\"findings\":");
    array(report.findings(), this::finding);
    out.append('}');
  }

  private void finding(Finding finding) {
    out.append("{\"rule\":").append(string(finding.rule()));
    out.append(",\"subject\":").append(string(finding.subject()));
    out.append(",\"severity\":").append(string(finding.severity().name()));
    out.append(",\"recommendation\":").append(string(finding.recommendation()));
    out.append(",\"evidence\":");
    array(finding.evidence(), this::evidence);
    out.append(",\"remedies\":");
    array(finding.remedies(), this::remedy);
    out.append('}');
  }

  private void evidence(Evidence evidence) {
    out.append("{\"name\":").append(string(evidence.name()));
    out.append(",\"value\":").append(evidence.value());
    out.append(",\"unit\":").append(string(evidence.unit().symbol())).append('}');
  }

  private void remedy(Remedy remedy) {
    String kind = remedy instanceof Remedy.Sql ? "sql" : "setting";
    out.append("{\"kind\":").append(string(kind));
    out.append(",\"text\":").append(string(remedy.text()));
    if (remedy instanceof Remedy.Setting setting) {
      out.append(",\"name\":").append(string(setting.name()));
      out.append(",\"value\":").append(setting.value());
    }
    out.append('}');
  }

  private <T> void array(List<T> items, Consumer<T> write) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write.accept(items.get(i));
    }
    out.append(']');
  }
}
