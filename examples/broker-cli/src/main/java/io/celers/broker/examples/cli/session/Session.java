package io.celers.broker.examples.cli.session;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.JooqBrokerBuilder;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** What all verbs share: the database, the way to answer, and the operator. */
public final class Session {

  @Mixin private ConnectionOptions connection;
  @Mixin private OutputOptions output;

  private final Operator operator;
  private @Nullable CommandLine program;

  /**
   * A session that has not connected yet.
   *
   * @param environment variables of the process
   */
  public Session(Map<String, String> environment, Operator operator) {
    this.connection = new ConnectionOptions(environment);
    this.output = new OutputOptions(environment);
    this.operator = operator;
  }

  /** Answers and reports failures through this program. */
  public void attach(CommandLine program) {
    this.program = program;
    program.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          Failure failure = Failure.of(e, connection);
          PrintWriter err = program.getErr();
          err.println(failure.message());
          if (output.verbose()) {
            e.printStackTrace(err);
          }
          err.flush();
          return failure.exitCode();
        });
    program.setParameterExceptionHandler(
        (e, args) -> {
          CommandLine verb = e.getCommandLine();
          PrintWriter err = program.getErr();
          err.println(e.getMessage());
          err.println("See: " + verb.getCommandSpec().qualifiedName() + " --help");
          err.flush();
          return ExitCode.USAGE;
        });
  }

  /** Which database. */
  public ConnectionOptions connection() {
    return connection;
  }

  /** How to answer. */
  public OutputOptions output() {
    return output;
  }

  /** Connects, asks, prints the answer, and tells the exit code. */
  public int answer(Function<JooqBroker, Answer> verb) {
    return answer(UnaryOperator.identity(), verb);
  }

  /** As {@link #answer(Function)}, with a broker that is configured first. */
  public int answer(UnaryOperator<JooqBrokerBuilder> settings, Function<JooqBroker, Answer> verb) {
    try (HikariDataSource pool = connection.open();
        JooqBroker broker =
            settings.apply(JooqBroker.builder(pool).schema(connection.schema())).build()) {
      return print(verb.apply(broker));
    }
  }

  /** As {@link #answer(Function)}, for what needs no tables. */
  public int answerOnDatabase(Function<HikariDataSource, Answer> verb) {
    try (HikariDataSource pool = connection.open()) {
      return print(verb.apply(pool));
    }
  }

  /** Prints an answer, also in the middle of a verb. */
  public int print(Answer answer) {
    PrintWriter to = answer.isAside() ? notes() : program().getOut();
    if (output.json()) {
      answer.printJson(to);
    } else {
      answer.print(to, output.style(operator));
    }
    return answer.exitCode();
  }

  /**
   * Asks before something is destroyed, unless {@code --yes} was given.
   *
   * @param what will happen, as a sentence
   */
  public void confirm(String what) {
    if (output.yes()) {
      return;
    }
    boolean agreed =
        operator
            .agreesTo(what + " Go on?")
            .orElseThrow(
                () ->
                    new NotConfirmedException(
                        what + " There is no terminal to ask on: confirm with --yes."));
    if (!agreed) {
      throw new NotConfirmedException("Nothing was done.");
    }
  }

  /** A line beside the answer: progress, or what went wrong on the way. */
  public void note(String line) {
    PrintWriter err = notes();
    err.println(line);
    err.flush();
  }

  /** What is printed beside the answer. */
  public PrintWriter notes() {
    return program().getErr();
  }

  /** Whether somebody watches what is printed beside the answer, and may be shown progress. */
  public boolean isWatched() {
    return operator.watches() && output.hasCapableTerminal();
  }

  private CommandLine program() {
    if (program == null) {
      throw new IllegalStateException("attach comes first");
    }
    return program;
  }
}
