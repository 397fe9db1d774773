package io.celers.broker.examples.reliability.checker;

import io.celers.broker.examples.reliability.checker.evidence.EvidenceReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** The program: looks at a run again, as long as its database is there. */
public final class Checker {

  private Checker() {}

  /**
   * Exit code 0: all promises were kept; 1: not all were; 2: wrong arguments.
   *
   * @param args folder of the histories, address of the database with user and password
   */
  @SuppressWarnings("SystemOut") // a program for the terminal
  public static void main(String[] args) throws IOException, SQLException {
    if (args.length != 2) {
      System.err.println("usage: checker FOLDER-OF-HISTORIES JDBC-URL");
      System.exit(2);
    }
    try (Connection connection = DriverManager.getConnection(args[1])) {
      Verdict verdict = Judge.decide(EvidenceReader.read(Path.of(args[0]), connection), Map.of());
      print(verdict, System.out);
      System.exit(verdict.kept() ? 0 : 1);
    }
  }

  /** As a table for the terminal. */
  public static void print(Verdict verdict, PrintStream out) {
    verdict.counts().forEach((name, count) -> out.printf("%-36s %,12d%n", name, count));
    for (Verdict.Ruling rule : verdict.rules()) {
      out.printf(
          "%-36s %,12d checked  %s%n",
          rule.promise(),
          rule.checked(),
          rule.violations() == 0 ? "kept" : "BROKEN " + rule.violations() + " times");
      rule.examples().forEach(example -> out.println("  " + example));
    }
    verdict.vacuous().forEach(minimum -> out.println("VACUOUS " + minimum));
  }
}
