package io.celers.broker.examples.reliability.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the processes of a run had to say. */
public final class Logs {

  /** The stack trace below it is not one of its own. */
  private static final Pattern MESSAGE = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d+ .*");

  private Logs() {}

  /** How many messages, in all. */
  public static String messages(Path histories) throws IOException {
    long messages = 0;
    try (Stream<Path> all = Files.list(histories)) {
      for (Path log : all.filter(file -> file.toString().endsWith(ChildProcess.LOG)).toList()) {
        try (Stream<String> lines = Files.lines(log)) {
          messages += lines.filter(line -> MESSAGE.matcher(line).matches()).count();
        }
      }
    }
    return "%,d".formatted(messages);
  }
}
