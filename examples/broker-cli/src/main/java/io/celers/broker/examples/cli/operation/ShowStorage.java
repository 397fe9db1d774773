package io.celers.broker.examples.cli.operation;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.monitoring.IndexStorage;
import io.celers.broker.monitoring.StorageReport;
import io.celers.broker.monitoring.TableStorage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the tables take, and which indexes nobody uses. */
@Command(name = "storage", description = "Tells what the tables and their indexes take.")
public final class ShowStorage implements Callable<Integer> {

  private final Session session;

  /** In this session. */
  public ShowStorage(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.answer(
        broker -> {
          StorageReport report = broker.monitoring().storage();
          List<String> unused = report.unusedIndexes().stream().map(IndexStorage::name).toList();
          Answer answer =
              Answer.empty()
                  .table(
                      "tables",
                      report.tables().stream().map(ShowStorage::row).toList(),
                      "table",
                      "rows",
                      "dead rows",
                      "data",
                      "indexes",
                      "total",
                      "last vacuum",
                      "last analyze")
                  .put(Row.of("unused indexes", unused));
          return unused.isEmpty()
              ? answer
              : answer.say("").say("Indexes that nothing has used: " + String.join(", ", unused));
        });
  }

  private static Row row(TableStorage table) {
    return Row.of("table", table.name())
        .with("rows", table.rows())
        .with("dead rows", table.deadRows())
        .with("data", table.tableBytes())
        .with("indexes", table.indexBytes())
        .with("total", table.totalBytes())
        .with("last vacuum", table.lastVacuum())
        .with("last analyze", table.lastAnalyze());
  }
}
