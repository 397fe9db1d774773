package io.celers.broker.testdb;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that starts a server and never stops it, for a test that kills it. */
final class KeepRunning {

  private KeepRunning() {}

  /** Takes the directory of a durable server; none for a temporary one. */
  public static void main(String[] args) throws Exception {
    EmbeddedServer server =
        args.length == 0 ? EmbeddedServer.temporary() : EmbeddedServer.durable(Path.of(args[0]));
    Sql.execute(server.dataSource(), "create table if not exists survivors (id bigint)");
    Sql.execute(server.dataSource(), "insert into survivors values (7)");
    System.out.println(Sql.column(server.dataSource(), "show data_directory").get(0));
    new CountDownLatch(1).await();
  }
}
