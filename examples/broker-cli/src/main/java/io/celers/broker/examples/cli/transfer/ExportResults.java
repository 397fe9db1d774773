package io.celers.broker.examples.cli.transfer;

import io.celers.broker.examples.cli.session.Session;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes results to a file. */
@Command(name = "results", description = "Writes all results that have not expired.")
final class ExportResults implements Callable<Integer> {

  private final Session session;

  @Mixin private ExportFile file = new ExportFile();

  ExportResults(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    return file.write(
        session,
        Kind.RESULTS,
        (broker, out, progress) -> broker.results().export(out, progress),
        broker -> OptionalLong.empty());
  }
}
