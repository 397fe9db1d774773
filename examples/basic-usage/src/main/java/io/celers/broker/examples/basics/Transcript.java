package io.celers.broker.examples.basics;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints calls and their answers, with short names for ids, so that each run prints the same. */
final class Transcript {

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  private final PrintWriter out;
  private final Map<String, String> names = new HashMap<>();

  Transcript(PrintWriter out) {
    this.out = out;
  }

  void section(String title) {
    out.println();
    out.println("== " + title);
  }

  /** A call, as in the source, and what came back. */
  void show(String call, Object answer) {
    out.println(call);
    out.println("    " + named(String.valueOf(answer)));
  }

  private String named(String text) {
    String ids =
        ID.matcher(text)
            .replaceAll(id -> names.computeIfAbsent(id.group(), x -> "#" + (names.size() + 1)));
    return TIME.matcher(ids).replaceAll(Matcher.quoteReplacement("<time>"));
  }
}
