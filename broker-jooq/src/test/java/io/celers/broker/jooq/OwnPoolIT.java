package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.error.BrokerException;
import io.celers.broker.jooq.internal.sql.OwnPool;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broker that was made from a URL. */
class OwnPoolIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("task", new byte[] {1});

  private static JooqBroker fromUrl() {
    return JooqBroker.builder(
            db.database().jdbcUrl(), db.database().user(), db.database().password())
        .build();
  }

  @Test
  void brokerFromAUrlWorks() {
    try (JooqBroker broker = fromUrl()) {
      UUID id = broker.enqueue(TASK).id();

      assertThat(broker.queue("default").dequeue())
          .hasValueSatisfying(delivery -> assertThat(delivery.id()).isEqualTo(id));
    }
  }

  @Test
  void closingTheBrokerClosesItsPool() {
    JooqBroker broker = fromUrl();
    broker.enqueue(TASK);

    broker.close();

    assertThatThrownBy(() -> broker.enqueue(TASK)).isInstanceOf(BrokerException.class);
    assertThat(db.tasks()).isEqualTo(1);
  }

  @Test
  void connectionThatStaysSilentIsGivenUpAfterFiveMinutes() throws SQLException {
    // The URL of a test database names all settings of the driver, and what it says would hold.
    String url = db.database().jdbcUrl().replaceFirst("&socketTimeout=\\d+", "");
    OwnPool pool = OwnPool.open(url, db.database().user(), db.database().password());
    try (Connection connection = pool.dataSource().getConnection()) {
      assertThat(Duration.ofMillis(connection.getNetworkTimeout())).hasMinutes(5);
    } finally {
      pool.close();
    }
  }

  @Test
  void deadPeersAreLookedForAndServersThatDoNotAnswerGivenUp() throws SQLException {
    OwnPool pool =
        OwnPool.open(db.database().jdbcUrl(), db.database().user(), db.database().password());
    try {
      assertThat(pool.dataSource().unwrap(HikariDataSource.class).getDataSourceProperties())
          .containsEntry("tcpKeepAlive", "true")
          .containsEntry("connectTimeout", "10");
    } finally {
      pool.close();
    }
  }

  @Test
  void closingABrokerOnAnApplicationsDataSourceLeavesItOpen() {
    try (JooqBroker broker = JooqBroker.builder(db.dataSource()).build()) {
      broker.enqueue(TASK);
    }

    db.broker().enqueue(TASK);

    assertThat(db.tasks()).isEqualTo(2);
  }

  @Test
  void urlOfAnotherDatabaseIsRefusedWithoutBeingQuoted() {
    assertThatThrownBy(
            () -> JooqBroker.builder("jdbc:mysql://host/db?password=secret", "u", "p").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }
}
