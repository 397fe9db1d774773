package io.celers.broker.examples.cli.transfer;

import io.celers.broker.Broker;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.transfer.Exported;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an export goes: standard output, or a file that is there whole or not at all. */
final class ExportFile {

  /** Writes rows of one kind. */
  @FunctionalInterface
  interface Rows {

    Exported write(Broker broker, OutputStream out, Consumer<Exported> progress) throws IOException;
  }

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Writes into this file, which only its owner may read. It appears when whole.")
  private @Nullable Path file;

  @Option(names = "--force", description = "Replaces the file if it is there already.")
  private boolean force;

  /**
   * Writes the rows and says how many there were.
   *
   * @param total how many there will be; asked only if somebody watches
   */
  int write(Session session, Kind kind, Rows rows, Function<Broker, OptionalLong> total)
      throws IOException {
    if (file == null) {
      OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
      return session.answer(broker -> answer(session, broker, kind, rows, total, out).aside());
    }
    try (NewFile whole = NewFile.at(file, force)) {
      return session.answer(
          broker -> {
            Answer answer = answer(session, broker, kind, rows, total, whole.stream());
            whole.keep();
            return answer.put(Row.of("file", file));
          });
    }
  }

  private static Answer answer(
      Session session,
      Broker broker,
      Kind kind,
      Rows rows,
      Function<Broker, OptionalLong> total,
      OutputStream out) {
    try (ProgressBar bar = session.isWatched() ? bar(session, total.apply(broker)) : null) {
      Exported exported =
          rows.write(
              broker,
              out,
              done -> {
                if (bar != null) {
                  bar.show(done.rows(), said(kind, done));
                }
              });
      return Answer.of(
          said(kind, exported),
          Row.of("kind", kind.toString())
              .with("rows", exported.rows())
              .with("bytes", exported.bytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProgressBar bar(Session session, OptionalLong total) {
    return new ProgressBar(session.notes(), total);
  }

  private static String said(Kind kind, Exported exported) {
    return kind.count(exported.rows()) + ", " + Words.bytes(exported.bytes());
  }
}
