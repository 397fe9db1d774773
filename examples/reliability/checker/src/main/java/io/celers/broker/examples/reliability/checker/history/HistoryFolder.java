package io.celers.broker.examples.reliability.checker.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Histories as files, one for each process. */
public final class HistoryFolder {

  /** End of the name of each file; what comes before it is the name of the process. */
  public static final String SUFFIX = ".history";

  private HistoryFolder() {}

  /** Reads all, in the order of the names. */
  public static List<History> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<History> histories = new ArrayList<>();
    for (Path file : files) {
      histories.add(history(file));
    }
    return histories;
  }

  private static History history(Path file) throws IOException {
    String name = file.getFileName().toString();
    String text = Files.readString(file, UTF_8);
    int end = text.lastIndexOf('\n') + 1;
    List<Event> events = text.substring(0, end).lines().map(Event::of).toList();
    return new History(
        name.substring(0, name.length() - SUFFIX.length()), events, end < text.length());
  }
}
