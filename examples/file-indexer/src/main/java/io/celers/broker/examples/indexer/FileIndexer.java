package io.celers.broker.examples.indexer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program: indexes a folder, or prints its index. */
@Command(
    name = "file-indexer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Indexes the files of a folder: SHA-256, size, lines and words of each, in PostgreSQL.",
      "Run it again to index what is new or changed, or to finish what was interrupted."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:everything is indexed, and the index agrees with the folder",
      "1:it does not agree, or something went wrong",
      "2:wrong arguments",
      "130:stopped by a signal; run it again to go on"
    })
public final class FileIndexer implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The folder. Default: the current one.")
  private Path folder = Path.of("");

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(
      names = "--workers",
      description = "Files that are read at once. Default: ${DEFAULT-VALUE}.")
  private int workers = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--batch",
      description = "Files enqueued in one transaction. Default: ${DEFAULT-VALUE}.")
  private int batch = 500;

  @Option(
      names = "--max-size",
      paramLabel = "BYTES",
      description = "Larger files become dead letters. Default: ${DEFAULT-VALUE} (256 MiB).")
  private long maxFileBytes = 256L << 20;

  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      description =
          "How soon after a crash the files in hand are due again. Default: ${DEFAULT-VALUE}.")
  private int leaseSeconds = 10;

  @Option(
      names = "--retry-failed",
      description = "Put the dead letters of the folder back into the queue first.")
  private boolean retryFailed;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "Index nothing, write the index to a file ('-': standard output), one line for each"
              + " file: SHA-256, bytes, lines, words and path, separated by tabs.")
  private @Nullable String export;

  @Option(names = "--no-progress", description = "No progress bar.")
  private boolean noProgress;

  private final StopRequest stop;

  FileIndexer(StopRequest stop) {
    this.stop = stop;
  }

  /** Ends the JVM if the exit code is not zero. */
  public static void main(String[] args) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    StopRequest stop = new StopRequest();
    Signals.stop(stop);
    int code = commandLine(stop).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** The program with its arguments and its way to report errors. */
  static CommandLine commandLine(StopRequest stop) {
    return new CommandLine(new FileIndexer(stop))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              PrintWriter err = command.getErr();
              for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                err.println(cause);
              }
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--workers", workers);
    requirePositive("--batch", batch);
    requirePositive("--lease", leaseSeconds);
    if (!Files.isDirectory(folder)) {
      throw wrong("Not a folder: " + folder.toAbsolutePath());
    }
    Path real = folder.toRealPath();
    PrintWriter out = spec().commandLine().getOut();
    if (export == null) {
      out.println("folder           " + real);
      out.println("database         " + database.description());
      out.flush();
    }
    // one connection for each handler, four for the worker itself, one for the walk
    try (IndexDatabase open = database.open(workers + 5)) {
      return export == null ? index(real, open, out) : export(real, open, export);
    } finally {
      out.flush();
    }
  }

  private int index(Path real, IndexDatabase open, PrintWriter out) throws IOException {
    IndexOptions options =
        new IndexOptions(
            real,
            Set.of(database.realData()),
            workers,
            batch,
            maxFileBytes,
            Duration.ofSeconds(leaseSeconds));
    String key = FileKey.folder(real);
    DeadFiles deadFiles = new DeadFiles(open.db());
    if (retryFailed) {
      out.printf("retried          %,d dead letters%n", deadFiles.requeue(key, open.broker()));
    }
    IndexRun.Result result;
    Statistics statistics;
    try (Progress progress = noProgress ? Progress.none() : Progress.bar()) {
      IndexRun run = new IndexRun(options, open, stop, progress);
      statistics = run.statistics();
      result = run.execute();
    }
    if (!result.complete()) {
      out.printf(
          "stopped          after %,d files; run it again to finish%n", statistics.finished());
      return Signals.INTERRUPTED;
    }
    int missing = new MissingFiles(open.db()).mark(key) + statistics.vanished.intValue();
    IndexCheck.Result check = new IndexCheck(open.db(), options).execute();
    Summary summary = new Summary(out);
    summary.print(result, statistics, missing);
    summary.print(check, deadFiles.list(key));
    return check.disagreements().isEmpty() ? 0 : 1;
  }

  private static int export(Path real, IndexDatabase open, String file) throws IOException {
    Export rows = new Export(open.db());
    if (file.equals("-")) {
      rows.write(FileKey.folder(real), System.out);
      return 0;
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(file)))) {
      rows.write(FileKey.folder(real), out);
    }
    return 0;
  }

  private void requirePositive(String option, int value) {
    if (value < 1) {
      throw wrong(option + " must be at least 1, was " + value);
    }
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return spec;
  }
}
