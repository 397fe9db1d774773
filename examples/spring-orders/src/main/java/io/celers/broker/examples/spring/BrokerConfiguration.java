package io.celers.broker.examples.spring;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.metrics.BrokerMetrics;
import io.celers.broker.schema.BrokerSchema;
import org.jooq.DSLContext;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All that it takes to have the broker in a Spring Boot application. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {

  /**
   * On Boot's context, which takes part in the transactions of {@code @Transactional} methods; so
   * the broker does, too. Spring closes it.
   */
  @Bean
  JooqBroker broker(DSLContext ctx) {
    return JooqBroker.on(ctx);
  }

  /**
   * The broker's tables, then the application's: each has its own schema and history. Boot makes
   * the {@link DSLContext} only after that.
   */
  @Bean
  FlywayMigrationStrategy migrations() {
    return application -> {
      BrokerSchema.migrate(application.getConfiguration().getDataSource());
      application.migrate();
    };
  }

  /** Boot binds it to all registries. */
  @Bean
  BrokerMetrics brokerMetrics(JooqBroker broker) {
    return new BrokerMetrics(broker.metrics());
  }
}
