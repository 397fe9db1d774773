package io.celers.broker.testdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerRestartIT {

  private static final String STARTED = "select extract(epoch from pg_postmaster_start_time())";

  @TempDir private Path folder;

  @Test
  void restartedServerIsTheSameWithItsData() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.durable(folder)) {
      Sql.execute(server.dataSource(), "create table orders (id int)");
      String address = server.jdbcUrl();

      for (StopMode mode : StopMode.values()) {
        Sql.execute(server.dataSource(), "insert into orders values (" + mode.ordinal() + ")");
        String started = Sql.column(server.dataSource(), STARTED).get(0);

        server.restart(mode);

        assertThat(Sql.count(server.dataSource(), "select max(id) from orders"))
            .as("last order before %s", mode)
            .isEqualTo(mode.ordinal());
        assertThat(Sql.column(server.dataSource(), STARTED)).doesNotContain(started);
        assertThat(Sql.column(server.dataSource(), "show fsync")).containsExactly("on");
        assertThat(server.jdbcUrl()).isEqualTo(address);
      }
    }

    assertThat(Postmaster.of(folder.resolve("data"))).isEmpty();
  }
}
