package io.celers.broker.examples.reliability;

import io.celers.broker.examples.reliability.commits.CommitCuts;
import io.celers.broker.examples.reliability.fencing.FencingRaces;
import io.celers.broker.examples.reliability.halfopen.HalfOpen;
import io.celers.broker.examples.reliability.poison.Poison;
import io.celers.broker.examples.reliability.report.ScoreCard;
import io.celers.broker.examples.reliability.report.ScoreCardFiles;
import io.celers.broker.examples.reliability.report.ScoreCardText;
import io.celers.broker.examples.reliability.report.ScoreSheet;
import io.celers.broker.examples.reliability.report.Totals;
import io.celers.broker.examples.reliability.scenario.CrashAndTerminate;
import io.celers.broker.examples.reliability.scenario.DrainUnderLoad;
import io.celers.broker.examples.reliability.scenario.FullDisk;
import io.celers.broker.examples.reliability.scenario.KillAndPause;
import io.celers.broker.examples.reliability.scenario.Mixed;
import io.celers.broker.examples.reliability.scenario.PoolsUsedUp;
import io.celers.broker.examples.reliability.scenario.RunFolder;
import io.celers.broker.examples.reliability.scenario.Scenario;
import io.celers.broker.examples.reliability.scenario.SchedulesTick;
import io.celers.broker.examples.reliability.scenario.SnapshotHeld;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program. */
@Command(
    name = "reliability",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs producers, workers and schedulers as processes on a PostgreSQL of its own, does them",
      "harm, and decides from what they recorded and from the database what was kept."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:passed", "1:failed, or could not be run", "2:wrong arguments"})
public final class Reliability {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Spec private @Nullable CommandSpec spec;

  /** What all scenarios can be told. */
  static final class Common {
    @Option(names = "--seed", description = "Of all that is drawn. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
        names = "--corruptions",
        description =
            "How many pieces of wrong evidence of each kind the checker must reject. Default:"
                + " ${DEFAULT-VALUE}.")
    private int corruptions = 2;

    @Option(
        names = "--out",
        paramLabel = "FOLDER",
        description = "Where each run makes a folder. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("target", "reliability");

    @Option(names = "--no-progress", description = "No progress bar.")
    private boolean noProgress;
  }

  /** Ends the JVM. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Reliability());
  }

  @Command(
      name = "kill-and-pause",
      mixinStandardHelpOptions = true,
      description = "Workers are killed, paused beyond their leases, and stopped.")
  int killAndPause(
      @Mixin Common common,
      @Option(names = "--tasks", defaultValue = "50000") int tasks,
      @Option(names = "--rate", defaultValue = "250", description = "Tasks per second.") int rate,
      @Option(names = "--workers", defaultValue = "4") int workers,
      @Option(names = "--kills", defaultValue = "25") int kills,
      @Option(names = "--pauses", defaultValue = "25") int pauses,
      @Option(names = "--stops", defaultValue = "5") int stops)
      throws Exception {
    return run(
        "kill-and-pause",
        new KillAndPause(
            tasks, rate, workers, kills, pauses, stops, common.corruptions, common.seed),
        common);
  }

  @Command(
      name = "server-faults",
      mixinStandardHelpOptions = true,
      description = "The server is restarted and crashes, its sessions are ended, again and again.")
  int serverFaults(
      @Mixin Common common,
      @Option(names = "--tasks", defaultValue = "30000") int tasks,
      @Option(names = "--rate", defaultValue = "60", description = "Tasks per second.") int rate,
      @Option(names = "--workers", defaultValue = "4") int workers,
      @Option(names = "--crashes", defaultValue = "80", description = "Of four kinds.") int crashes,
      @Option(names = "--terminations", defaultValue = "3600") int terminations,
      @Option(names = "--cancellations", defaultValue = "200") int cancellations)
      throws Exception {
    return run(
        "server-faults",
        new CrashAndTerminate(
            tasks,
            rate,
            workers,
            crashes,
            terminations,
            cancellations,
            common.corruptions,
            common.seed),
        common);
  }

  @Command(
      name = "schedules",
      mixinStandardHelpOptions = true,
      description = "Three processes tick every second, and are killed and paused.")
  int schedules(
      @Mixin Common common,
      @Option(names = "--minutes", defaultValue = "5") double minutes,
      @Option(names = "--kills", defaultValue = "30") int kills,
      @Option(names = "--pauses", defaultValue = "10") int pauses)
      throws Exception {
    Duration during = Duration.ofSeconds(Math.round(minutes * 60));
    return run(
        "schedules",
        new SchedulesTick(during, kills, pauses, common.corruptions, common.seed),
        common);
  }

  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = "A worker with a thousand prefetched tasks is told to stop, again and again.")
  int drain(
      @Mixin Common common,
      @Option(names = "--rounds", defaultValue = "10") int rounds,
      @Option(names = "--prefetch", defaultValue = "1000") int prefetch)
      throws Exception {
    return run(
        "drain", new DrainUnderLoad(rounds, prefetch, common.corruptions, common.seed), common);
  }

  @Command(
      name = "commit-cuts",
      mixinStandardHelpOptions = true,
      description = "Every verb loses its connection just before and just after its commit.")
  int commitCuts(
      @Mixin Common common,
      @Option(
              names = "--verbs",
              paramLabel = "MOST",
              defaultValue = "" + Integer.MAX_VALUE,
              description = "How many of them, drawn by the seed. Default: all.")
          int most,
      @Option(
              names = "--cuts",
              defaultValue = "100",
              description = "Of each verb, before and after. Default: ${DEFAULT-VALUE}.")
          int cuts)
      throws Exception {
    return run("commit-cuts", new CommitCuts(most, cuts, common.corruptions, common.seed), common);
  }

  @Command(
      name = "half-open",
      mixinStandardHelpOptions = true,
      description = "Connections of a worker and a producer go into black holes.")
  int halfOpen(
      @Mixin Common common, @Option(names = "--black-holes", defaultValue = "60") int blackHoles)
      throws Exception {
    return run("half-open", new HalfOpen(blackHoles, common.seed), common);
  }

  @Command(
      name = "disk-full",
      mixinStandardHelpOptions = true,
      description = "The disk with the tables is full, for less and for more than a lease.")
  int diskFull(
      @Mixin Common common,
      @Option(names = "--tasks", defaultValue = "8000") int tasks,
      @Option(names = "--rate", defaultValue = "100", description = "Tasks per second.") int rate,
      @Option(names = "--workers", defaultValue = "3") int workers,
      @Option(names = "--times", defaultValue = "15") int times)
      throws Exception {
    return run(
        "disk-full",
        new FullDisk(tasks, rate, workers, times, common.corruptions, common.seed),
        common);
  }

  @Command(
      name = "pool-exhaustion",
      mixinStandardHelpOptions = true,
      description = "Handlers and others use all connections of their pools.")
  int poolExhaustion(
      @Mixin Common common,
      @Option(names = "--tasks", defaultValue = "2000") int tasks,
      @Option(names = "--rate", defaultValue = "40", description = "Tasks per second.") int rate,
      @Option(names = "--workers", defaultValue = "3") int workers)
      throws Exception {
    return run(
        "pool-exhaustion",
        new PoolsUsedUp(tasks, rate, workers, common.corruptions, common.seed),
        common);
  }

  @Command(
      name = "held-snapshot",
      mixinStandardHelpOptions = true,
      description = "A transaction stays open, so that nothing dead can be removed.")
  int heldSnapshot(
      @Mixin Common common,
      @Option(names = "--tasks", defaultValue = "20000") int tasks,
      @Option(names = "--rate", defaultValue = "250", description = "Tasks per second.") int rate,
      @Option(names = "--workers", defaultValue = "4") int workers)
      throws Exception {
    return run(
        "held-snapshot",
        new SnapshotHeld(tasks, rate, workers, common.corruptions, common.seed),
        common);
  }

  @Command(
      name = "mixed",
      mixinStandardHelpOptions = true,
      description = "Everything at once: kills, pauses, deployments, crashes, cuts.")
  int mixed(
      @Mixin Common common,
      @Option(names = "--tasks", defaultValue = "8000") int tasks,
      @Option(names = "--rate", defaultValue = "60", description = "Tasks per second.") int rate,
      @Option(names = "--workers", defaultValue = "5") int workers,
      @Option(names = "--times", defaultValue = "20", description = "Of each kind of harm.")
          int times)
      throws Exception {
    return run(
        "mixed", new Mixed(tasks, rate, workers, times, common.corruptions, common.seed), common);
  }

  @Command(
      name = "poison",
      mixinStandardHelpOptions = true,
      description = "Tasks throw, halt, never end, use up memory, cannot be read.")
  int poison(
      @Mixin Common common,
      @Option(names = "--tasks", defaultValue = "20000", description = "That are poison.")
          int tasks,
      @Option(
              names = "--rare",
              defaultValue = "24",
              description = "Of each kind that harms its JVM. Default: ${DEFAULT-VALUE}.")
          int rare)
      throws Exception {
    return run("poison", new Poison(tasks, rare, common.corruptions, common.seed), common);
  }

  @Command(
      name = "fencing",
      mixinStandardHelpOptions = true,
      description = "Holders of the same task settle it at the same moment.")
  int fencing(@Mixin Common common, @Option(names = "--races", defaultValue = "10000") int races)
      throws Exception {
    return run("fencing", new FencingRaces(races, common.corruptions, common.seed), common);
  }

  @Command(
      name = "totals",
      mixinStandardHelpOptions = true,
      description = {
        "Adds up all score cards below a folder, against the figures to reach, and writes that",
        "there as totals.md. Fails if something is open."
      })
  int totals(@Parameters(paramLabel = "FOLDER") Path folder) throws IOException {
    ScoreSheet sheet = ScoreSheet.of(Totals.of(folder));
    Files.writeString(folder.resolve("totals.md"), sheet.text());
    out().print(sheet.text());
    out().flush();
    return sheet.open().isEmpty() ? 0 : 1;
  }

  private int run(String name, Scenario scenario, Common common) throws Exception {
    String stamp = "%s-%s-%d".formatted(name, STAMP.format(Instant.now()), common.seed);
    RunFolder folder = new RunFolder(common.out.resolve(stamp));
    ScoreCard card;
    try (ProgressLine progress = ProgressLine.of(name, common.noProgress)) {
      card = scenario.run(folder, progress);
    }
    ScoreCardFiles.write(folder.path(), card);
    ScoreCardText.print(card, out());
    out().println("score card: " + folder.path().resolve("score.md"));
    out().flush();
    return card.passed() ? 0 : 1;
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }
}
