package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.recorder.Recorder;
import io.celers.broker.examples.reliability.server.HarnessServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A transaction that is open all the while, so that no version of a row that has become old since
 * can be removed; nor does anybody try.
 */
public final class HeldSnapshot implements Harm {

  private static final String DEAD =
      "select n_dead_tup from pg_stat_all_tables where relid = 'celers.celers_tasks'::regclass";

  private final HarnessServer server;
  private final Connection holder;
  private final Recorder recorder;

  /** Begins at once. */
  public HeldSnapshot(HarnessServer server, Recorder recorder) throws SQLException {
    this.server = server;
    this.recorder = recorder;
    server.execute("alter system set autovacuum = off");
    server.execute("select pg_reload_conf()");
    this.holder = server.connect();
    holder.setAutoCommit(false);
    holder.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = holder.createStatement()) {
      statement.execute("select count(*) from celers.celers_tasks");
    }
  }

  @Override
  public void end() {
    try {
      server.execute("vacuum celers.celers_tasks");
      recorder.record(EventKind.MEASURED, null, null, server.number(DEAD), Counts.DEAD_ROWS_KEPT);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot see what the snapshot holds back", e);
    }
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot end the transaction", e);
    }
  }
}
