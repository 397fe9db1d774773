package io.celers.broker.examples.reliability.proxy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Follows what a client sends, to know which of its messages makes the server commit: the Execute
 * of a COMMIT; else, outside of a transaction block, the Sync, the simple query or the end of the
 * COPY that ends the statement. Safe for use by two threads, one for each direction.
 */
final class CommitWatch {

  private final Map<String, String> statements = new HashMap<>();
  private final Map<String, String> portals = new HashMap<>();
  private final StringBuilder work = new StringBuilder();
  private boolean block;
  private boolean failed;
  private boolean copying;

  /**
   * A message that the client wants to send.
   *
   * @return the statements that it commits; empty if it commits nothing
   */
  synchronized Optional<String> sent(Frame frame) {
    switch (frame.type()) {
      case 'P':
        statements.put(frame.string(0), frame.string(1));
        return Optional.empty();
      case 'B':
        portals.put(frame.string(0), statements.getOrDefault(frame.string(1), ""));
        return Optional.empty();
      case 'E':
        return executed(portals.getOrDefault(frame.string(0), ""));
      case 'Q':
        Optional<String> explicit = executed(frame.string(0));
        return explicit.isPresent() || copying ? explicit : ended();
      case 'S':
      case 'c':
        return ended();
      default:
        return Optional.empty();
    }
  }

  private Optional<String> executed(String statement) {
    String text = statement.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("begin") || text.startsWith("start transaction")) {
      block = true;
    } else if (text.equals("commit") || text.equals("end")) {
      boolean commits = block && !failed;
      block = false;
      return commits ? taken() : Optional.empty();
    } else if (text.equals("rollback") || text.equals("abort")) {
      block = false;
      work.setLength(0);
    } else {
      copying = text.startsWith("copy") && text.contains("from stdin");
      work.append(statement).append(";\n");
    }
    return Optional.empty();
  }

  private Optional<String> ended() {
    copying = false;
    return block || failed || work.isEmpty() ? Optional.empty() : taken();
  }

  private Optional<String> taken() {
    String text = work.toString();
    work.setLength(0);
    return Optional.of(text);
  }

  /** The server is ready, and says whether a transaction block is open or has failed. */
  synchronized void ready(char status) {
    block = status != 'I';
    failed = status == 'E';
    if (!block) {
      work.setLength(0);
    }
  }
}
