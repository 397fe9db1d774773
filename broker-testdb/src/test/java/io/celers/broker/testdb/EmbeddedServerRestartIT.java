package io.celers.broker.testdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedServerRestartIT {

  private static final String STARTED = "select extract(epoch from pg_postmaster_start_time())";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void restartedServerIsTheSameWithItsData(StopMode mode) throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.durable(folder)) {
      Sql.execute(server.dataSource(), "create table orders as select 7 as id");
      String address = server.jdbcUrl();
      String started = Sql.column(server.dataSource(), STARTED).get(0);

      server.restart(mode);

      assertThat(Sql.count(server.dataSource(), "select id from orders")).isEqualTo(7);
      assertThat(Sql.column(server.dataSource(), STARTED)).doesNotContain(started);
      assertThat(Sql.column(server.dataSource(), "show fsync")).containsExactly("on");
      assertThat(server.jdbcUrl()).isEqualTo(address);
    }

    assertThat(Postmaster.of(folder.resolve("data"))).isEmpty();
  }
}
