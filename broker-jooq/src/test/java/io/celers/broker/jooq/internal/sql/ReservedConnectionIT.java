package io.celers.broker.jooq.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.TimeoutException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import java.sql.Connection;
import java.time.Duration;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A connection is kept through failures of statements, and given up when it is lost. */
class ReservedConnectionIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final int POOLS_TIMEOUT = 77_000;

  private HikariDataSource pool;
  private ReservedConnection reserved;

  @BeforeEach
  void reserve() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    pool = new HikariDataSource(config);
    reserved =
        Database.of(DSL.using(pool, SQLDialect.POSTGRES).configuration(), "celers")
            .reserve(Duration.ofSeconds(1));
  }

  @AfterEach
  void closePool() {
    reserved.close();
    pool.close();
  }

  @Test
  void cancelledStatementKeepsTheConnection() {
    int backend = backend();
    reserved.run("test", tx -> tx.execute("set statement_timeout = 50"));

    assertThatThrownBy(this::sleepLong).isInstanceOf(TimeoutException.class);

    assertThat(backend()).isEqualTo(backend);
  }

  @Test
  void terminatedBackendIsReplaced() {
    int backend = backend();
    db.dsl().fetch("select pg_terminate_backend(?, 10000)", backend);

    assertThatThrownBy(this::backend).isInstanceOf(ConnectionLostException.class);

    assertThat(backend()).isNotEqualTo(backend);
  }

  @Test
  void connectionThatStaysSilentIsReplaced() {
    int backend = backend();

    assertThatThrownBy(this::sleepLong).isInstanceOf(ConnectionLostException.class);

    assertThat(backend()).isNotEqualTo(backend);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
  }

  @Test
  void connectionIsGivenBackAsItWas() throws Exception {
    Connection only = db.database().dataSource().getConnection();
    only.setNetworkTimeout(Runnable::run, POOLS_TIMEOUT);
    SingleConnectionDataSource bare = new SingleConnectionDataSource(only, true);
    ReservedConnection onOne =
        Database.of(DSL.using(bare, SQLDialect.POSTGRES).configuration(), "celers")
            .reserve(Duration.ofSeconds(5));

    onOne.run("test", tx -> tx.fetchValue("select 1"));
    assertThat(only.getNetworkTimeout()).isEqualTo(5_000);
    onOne.close();

    assertThat(only.getNetworkTimeout()).isEqualTo(POOLS_TIMEOUT);
    only.close();
  }

  @Test
  void connectionOfAPoolThatIsClosedIsGivenUp() {
    backend();
    pool.close();

    assertThatNoException().isThrownBy(reserved::close);
    assertThatThrownBy(this::backend).isInstanceOf(RuntimeException.class);
  }

  private int backend() {
    return reserved.run(
        "test", tx -> tx.fetchSingle("select pg_backend_pid()").get(0, Integer.class));
  }

  private void sleepLong() {
    reserved.run("test", tx -> tx.fetch("select pg_sleep(20)"));
  }
}
