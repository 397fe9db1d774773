package io.celers.broker.jooq.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.metrics.MetricsListener;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A verb that has committed does not fail because it could not be measured. */
class MeasuringTroubleIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> MAIL = NewTask.ofBytes("mail", new byte[] {1});

  @Test
  void poolThatGivesNoSecondConnectionCostsOnlyTheCount() {
    FewConnections few = new FewConnections();
    JooqBroker broker = JooqBroker.on(DSL.using(few, SQLDialect.POSTGRES));
    broker.metrics().listen(new MetricsListener() {});
    broker.enqueue(MAIL);

    few.left = 1;
    broker.enqueue(MAIL);
    few.left = Integer.MAX_VALUE;

    assertThat(db.tasks()).isEqualTo(2);
    assertThat(broker.metrics().snapshot(Duration.ZERO).enqueued()).isEqualTo(1);
  }

  @Test
  void listenerThatThrowsDoesNotFailTheVerbs() {
    JooqBroker broker = JooqBroker.on(db.dsl());
    broker.metrics().listen(new Thrower());

    broker.enqueue(MAIL);
    Delivery delivery = broker.queue("default").dequeue().orElseThrow();

    assertThat(broker.ack(delivery)).isInstanceOf(Settlement.Settled.class);
    assertThat(broker.metrics().snapshot(Duration.ZERO).enqueued("mail")).isEqualTo(1);
  }

  /** A pool that has only so many connections left to give. */
  private static final class FewConnections extends DelegatingDataSource {

    private int left = Integer.MAX_VALUE;

    FewConnections() {
      super(db.dataSource());
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (left-- <= 0) {
        throw new SQLTransientConnectionException("no connection is available");
      }
      return super.getConnection();
    }
  }

  private static final class Thrower implements MetricsListener {

    @Override
    public void named(String name) {
      throw new IllegalStateException("named");
    }

    @Override
    public void claimed(String name, Duration waited) {
      throw new IllegalStateException("claimed");
    }

    @Override
    public void settled(String name, Settlement.Fate fate, Duration held) {
      throw new IllegalStateException("settled");
    }
  }
}
