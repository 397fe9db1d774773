package io.celers.broker.examples.monitoring;

import io.celers.broker.error.BrokerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import sun.misc.Signal;

/** The program: shows queues, rates, ages, latencies, health and advice until Ctrl-C. */
@Command(
    name = "monitoring",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows queues, rates, ages, latencies, health and advice, refreshed in place until Ctrl-C.",
      "Without --url it brings its own PostgreSQL with a demonstration load. Reads only, otherwise."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:ended as asked for", "1:something went wrong", "2:wrong arguments"})
public final class Monitor implements Callable<Integer> {

  private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  private final CountDownLatch stop;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--url", paramLabel = "JDBC-URL", description = "The server to watch.")
  private @Nullable String url;

  @Option(names = "--user", description = "Role for --url. Default: ${DEFAULT-VALUE}.")
  private String user = "postgres";

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      description =
          "Environment variable that holds the password for --url, if it needs one. Default:"
              + " ${DEFAULT-VALUE}.")
  private String passwordVariable = "PGPASSWORD";

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "Schema of the broker's tables. Default: ${DEFAULT-VALUE}.")
  private String schema = "celers";

  @Option(
      names = "--every",
      paramLabel = "LENGTH",
      converter = Length.class,
      description = "How often to refresh, as in 500ms, 2s or 1m. Default: 1s.")
  private Duration every = Duration.ofSeconds(1);

  @Option(
      names = "--window",
      paramLabel = "LENGTH",
      converter = Length.class,
      description = "Rates and latencies are those of so long. Default: 10s.")
  private Duration window = Duration.ofSeconds(10);

  @Option(
      names = "--for",
      paramLabel = "LENGTH",
      converter = Length.class,
      description = "Ends by itself after so long.")
  private @Nullable Duration length;

  @Option(
      names = "--record",
      paramLabel = "FILE.png",
      description = "Writes a chart of the whole run at the end.")
  private @Nullable Path record;

  @Option(
      names = "--plain",
      description = "One frame after the other, as where there is no terminal.")
  private boolean plain;

  private Monitor(CountDownLatch stop) {
    this.stop = stop;
  }

  /** Ends the JVM if the exit code is not zero. */
  public static void main(String[] args) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    // charts are drawn without a screen
    System.setProperty("java.awt.headless", "true");
    // on newer Javas the console would be there without a terminal, too
    System.setProperty("jdk.console", "java.base");
    int code = commandLine(stopOnSignal()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine(CountDownLatch stop) {
    return new CommandLine(new Monitor(stop))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println(e.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine program = spec().commandLine();
    if (record != null && !record.toString().endsWith(".png")) {
      throw new ParameterException(program, "The chart is a PNG: name it so.");
    }
    Recording recording = new Recording();
    try (Watched watched = open()) {
      // what the server's start has to say is said before the screen is taken
      try (Display display = display(program.getOut())) {
        watch(watched, display, recording);
      }
    }
    if (record != null) {
      recording.write(record);
      program.getOut().println("chart: " + record);
    }
    return 0;
  }

  private void watch(Watched watched, Display display, Recording recording)
      throws InterruptedException {
    long began = System.nanoTime();
    long end = length == null ? Long.MAX_VALUE : length.toNanos();
    do {
      try {
        Sample sample = Sample.of(watched.broker(), window);
        recording.add(sample);
        display.show(Frame.lines(sample));
      } catch (BrokerException e) {
        if (recording.isEmpty()) {
          throw e;
        }
        // a server that restarts is what one wants to watch, too
        display.show(Frame.unreachable(e));
      }
    } while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS)
        && System.nanoTime() - began < end);
  }

  private Watched open() {
    return url == null
        ? Watched.demo()
        : Watched.at(url, user, System.getenv(passwordVariable), schema);
  }

  private Display display(PrintWriter out) throws IOException {
    if (plain || System.console() == null) {
      return new PlainDisplay(out);
    }
    // its own signals would take Ctrl-C away from us
    return new TerminalDisplay(
        TerminalBuilder.builder().system(true).dumb(true).nativeSignals(false).build());
  }

  /** Not a shutdown hook: the terminal is to be given back in order. */
  private static CountDownLatch stopOnSignal() {
    CountDownLatch stop = new CountDownLatch(1);
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(new Signal(name), signal -> stop.countDown());
    }
    return stop;
  }

  private CommandSpec spec() {
    return Optional.ofNullable(spec)
        .orElseThrow(() -> new IllegalStateException("picocli sets it"));
  }

  /** Reads lengths of time. */
  static final class Length implements CommandLine.ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      Matcher matcher = LENGTH.matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "': write 500ms, 90s, 5m or 2h");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
  }
}
