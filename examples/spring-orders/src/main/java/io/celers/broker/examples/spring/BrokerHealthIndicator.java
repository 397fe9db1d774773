package io.celers.broker.examples.spring;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.monitoring.Problem;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Shows the broker among the components of {@code /actuator/health}. */
@Component
class BrokerHealthIndicator extends AbstractHealthIndicator {

  private final JooqBroker broker;

  BrokerHealthIndicator(JooqBroker broker) {
    super("the broker's database cannot be asked");
    this.broker = broker;
  }

  /** What it throws is a broker that is down. */
  @Override
  protected void doHealthCheck(Health.Builder builder) {
    io.celers.broker.monitoring.Health health = broker.monitoring().health();
    (health.isUp() ? builder.up() : builder.down())
        .withDetail("server", health.serverVersion())
        .withDetail("schema", health.schemaVersion())
        .withDetail("roundTrip", health.roundTrip())
        .withDetail("problems", health.problems().stream().map(Problem::what).toList());
  }
}
