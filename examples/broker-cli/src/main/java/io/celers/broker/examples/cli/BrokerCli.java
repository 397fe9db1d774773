package io.celers.broker.examples.cli;

import io.celers.broker.examples.cli.dead.Dlq;
import io.celers.broker.examples.cli.operation.Advise;
import io.celers.broker.examples.cli.operation.Maintain;
import io.celers.broker.examples.cli.operation.Migrate;
import io.celers.broker.examples.cli.operation.ShowHealth;
import io.celers.broker.examples.cli.operation.ShowStorage;
import io.celers.broker.examples.cli.operation.SwitchHistory;
import io.celers.broker.examples.cli.queue.PauseQueue;
import io.celers.broker.examples.cli.queue.ResumeQueue;
import io.celers.broker.examples.cli.queue.ShowQueue;
import io.celers.broker.examples.cli.queue.Stats;
import io.celers.broker.examples.cli.session.Operator;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.examples.cli.task.CancelTasks;
import io.celers.broker.examples.cli.task.EnqueueTask;
import io.celers.broker.examples.cli.task.ListTasks;
import io.celers.broker.examples.cli.task.MakeDue;
import io.celers.broker.examples.cli.task.MoveTasks;
import io.celers.broker.examples.cli.task.PrioritizeTasks;
import io.celers.broker.examples.cli.task.ShowTask;
import io.celers.broker.examples.cli.transfer.Export;
import io.celers.broker.examples.cli.transfer.ImportFile;
import io.celers.broker.examples.cli.work.Work;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The program {@code broker}. */
@Command(
    name = "broker",
    scope = ScopeType.INHERIT,
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpAutoWidth = true,
    description = {
      "Looks at the queues of a broker and at their tasks, and changes them.",
      "'broker VERB --help' explains a verb. Every verb takes the options below."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the database refused or failed; health: something is critical; import: ids are taken",
      "2:wrong arguments",
      "3:there is no such thing, or nothing was changed",
      "4:not confirmed, so nothing was done",
      "130:stopped by Ctrl-C"
    })
public final class BrokerCli implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Session session;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Explains a verb and its options.")
  private boolean help;

  private BrokerCli(Session session) {
    this.session = session;
  }

  /** Ends the JVM if the exit code is not zero. */
  public static void main(String[] args) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    // on newer Javas the console would be there without a terminal, too
    System.setProperty("jdk.console", "java.base");
    int code = commandLine(System.getenv(), Operator.atConsole()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** The program with all its verbs. */
  static CommandLine commandLine(Map<String, String> environment, Operator operator) {
    Session session = new Session(environment, operator);
    CommandLine program =
        new CommandLine(new BrokerCli(session))
            .addSubcommand(new Stats(session))
            .addSubcommand(new ShowHealth(session))
            .addSubcommand(new Advise(session))
            .addSubcommand(new ListTasks(session))
            .addSubcommand(new ShowTask(session))
            .addSubcommand(new EnqueueTask(session))
            .addSubcommand(new Work(session))
            .addSubcommand(new CancelTasks(session))
            .addSubcommand(new PrioritizeTasks(session))
            .addSubcommand(new MoveTasks(session))
            .addSubcommand(new MakeDue(session))
            .addSubcommand(Dlq.commands(session))
            .addSubcommand(Export.commands(session))
            .addSubcommand(new ImportFile(session))
            .addSubcommand(new PauseQueue(session))
            .addSubcommand(new ResumeQueue(session))
            .addSubcommand(new ShowQueue(session))
            .addSubcommand(new SwitchHistory(session))
            .addSubcommand(new ShowStorage(session))
            .addSubcommand(new Maintain(session))
            .addSubcommand(new Migrate(session));
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.registerConverter(UUID.class, BrokerCli::id);
    program.registerConverter(Instant.class, BrokerCli::time);
    session.attach(program);
    return program;
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is no id");
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'" + text + "' is no moment; write it as in 2026-11-22T19:30:00Z");
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What is to be done? Give a verb.");
  }
}
