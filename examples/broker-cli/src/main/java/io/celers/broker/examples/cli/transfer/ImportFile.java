package io.celers.broker.examples.cli.transfer;

import io.celers.broker.Broker;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.ExitCode;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.examples.cli.session.WrongUseException;
import io.celers.broker.transfer.Imported;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads what an export wrote. */
@Command(
    name = "import",
    description = {
      "Reads what 'broker export' of the same kind wrote, from standard input unless --file is"
          + " given.",
      "What is there already is left alone, so a file may be imported again. Rows whose id is"
          + " taken by something else are told, with exit code 1."
    })
public final class ImportFile implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "KIND", description = "What is in it: ${COMPLETION-CANDIDATES}.")
  private Kind kind = Kind.TASKS;

  @Option(names = "--file", paramLabel = "FILE", description = "Reads this file.")
  private @Nullable Path file;

  /** In this session. */
  public ImportFile(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      return session.answer(broker -> read(broker, System.in, OptionalLong.empty()));
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new WrongUseException("There is no file " + file + " that could be read.");
    }
    OptionalLong size =
        Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
    try (InputStream in = Files.newInputStream(file)) {
      return session.answer(broker -> read(broker, in, size));
    }
  }

  private Answer read(Broker broker, InputStream in, OptionalLong size) {
    CountedBytes counted = new CountedBytes(in);
    try (ProgressBar bar = session.isWatched() ? new ProgressBar(session.notes(), size) : null) {
      return answer(
          kind.importFrom(
              counted,
              broker,
              done -> {
                if (bar != null) {
                  bar.show(
                      counted.count(),
                      kind.count(done.rows()) + ", " + Words.bytes(counted.count()));
                }
              }));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer answer(Imported imported) {
    Answer answer =
        Answer.of(
            "%s imported, %s there already, %s in conflict"
                .formatted(
                    kind.count(imported.created()),
                    Words.of(imported.present()),
                    Words.of(imported.conflicting())),
            Row.of("kind", kind.toString())
                .with("created", imported.created())
                .with("present", imported.present())
                .with("conflicting", imported.conflicting())
                .with("conflicts", imported.conflicts()));
    imported.conflicts().forEach(id -> answer.say("conflict: " + id));
    return answer.exit(exitCode(imported));
  }

  private static int exitCode(Imported imported) {
    if (imported.conflicting() > 0) {
      return ExitCode.FAILURE;
    }
    return imported.created() == 0 ? ExitCode.NOTHING : ExitCode.OK;
  }
}
