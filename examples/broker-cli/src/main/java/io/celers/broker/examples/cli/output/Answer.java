package io.celers.broker.examples.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a verb answers: said once, and printed as text or as one line of JSON.
 *
 * <p>Built step by step by one thread.
 */
public final class Answer {

  private final Map<String, @Nullable Object> json = new LinkedHashMap<>();
  private final List<Function<Style, List<String>>> text = new ArrayList<>();
  private int exitCode;
  private boolean aside;

  private Answer() {}

  /** With nothing in it. */
  public static Answer empty() {
    return new Answer();
  }

  /** A sentence for people, and its facts for programs. */
  public static Answer of(String sentence, Row facts) {
    return new Answer().say(sentence).put(facts);
  }

  /** Ends the program with this code; 0 unless it is called. */
  public Answer exit(int code) {
    exitCode = code;
    return this;
  }

  /** Goes to standard error, because the verb itself has written to standard output. */
  public Answer aside() {
    aside = true;
    return this;
  }

  /** Whether it goes to standard error. */
  public boolean isAside() {
    return aside;
  }

  /** A line for people only. */
  public Answer say(String line) {
    return say(style -> List.of(line));
  }

  /** Lines for people only. */
  public Answer say(Function<Style, List<String>> lines) {
    text.add(lines);
    return this;
  }

  /** Facts for programs only. */
  public Answer put(Row facts) {
    json.putAll(Json.of(facts));
    return this;
  }

  /** One thing, a line for each of its values; those that are empty are for programs only. */
  public Answer sheet(Row row) {
    put(row);
    return say(style -> lines(row, style));
  }

  /** One thing among several, under a heading. */
  public Answer sheet(String name, Row row) {
    json.put(name, Json.of(row));
    return heading(name).say(style -> lines(row, style));
  }

  /** Many things of one kind. */
  public Answer table(String name, List<Row> rows, String... columns) {
    json.put(name, Json.of(rows));
    return rows.isEmpty() ? this : say(new Table(List.of(columns), rows)::lines);
  }

  /** A heading for people, with an empty line before it unless it is the first. */
  public Answer heading(String words) {
    boolean first = text.isEmpty();
    return say(style -> first ? List.of(style.bold(words)) : List.of("", style.bold(words)));
  }

  /** The code that the program ends with. */
  public int exitCode() {
    return exitCode;
  }

  /** Prints it as text. */
  public void print(PrintWriter out, Style style) {
    text.forEach(lines -> lines.apply(style).forEach(out::println));
    out.flush();
  }

  /** Prints it as one line of JSON. */
  public void printJson(PrintWriter out) {
    out.println(Json.write(json));
    out.flush();
  }

  private static List<String> lines(Row row, Style style) {
    int width = row.values().keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    row.values()
        .forEach(
            (name, value) -> {
              String words = Words.of(value);
              if (!words.isEmpty()) {
                lines.add(style.bold(name) + " ".repeat(width - name.length() + 2) + words);
              }
            });
    return lines;
  }
}
