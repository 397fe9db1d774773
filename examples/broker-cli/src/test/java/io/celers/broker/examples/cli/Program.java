package io.celers.broker.examples.cli;

import io.celers.broker.examples.cli.session.Operator;
import io.celers.broker.testdb.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the program in this JVM, and keeps what it said. */
final class Program {

  private final Map<String, String> environment = new HashMap<>();
  private Optional<Boolean> consent = Optional.empty();

  /** What one run said. */
  record Run(int exitCode, String out, String err) {}

  static Program on(TestDatabase database) {
    return new Program()
        .with("BROKER_URL", database.jdbcUrl())
        .with("BROKER_USER", database.user())
        .with("BROKER_PASSWORD", database.password());
  }

  /** The same in a process of its own. */
  static ProcessBuilder process(TestDatabase database, String... args) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerCli.class.getName());
    ProcessBuilder process =
        new ProcessBuilder(Stream.concat(command.stream(), Stream.of(args)).toList());
    process.environment().putAll(on(database).environment);
    return process;
  }

  static Program anywhere() {
    return new Program();
  }

  Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Somebody sits at a terminal, and answers so to every question. */
  Program operatorSays(boolean yes) {
    consent = Optional.of(yes);
    return this;
  }

  Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program = BrokerCli.commandLine(environment, operator());
    program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = program.execute(args);
    return new Run(exitCode, out.toString(), err.toString());
  }

  private Operator operator() {
    return new Operator() {
      @Override
      public Optional<Boolean> agreesTo(String question) {
        return consent;
      }

      @Override
      public boolean isPresent() {
        return consent.isPresent();
      }

      @Override
      public boolean watches() {
        return consent.isPresent();
      }
    };
  }
}
