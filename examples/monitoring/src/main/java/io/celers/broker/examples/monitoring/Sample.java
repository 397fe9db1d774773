package io.celers.broker.examples.monitoring;

import io.celers.broker.advice.Report;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.monitoring.Activity;
import io.celers.broker.monitoring.Health;
import io.celers.broker.monitoring.QueueReport;
import java.time.Duration;

/**
 * What is seen at one moment.
 *
 * @param queues what is in them
 * @param activity what went on lately
 * @param health what stands in the way
 * @param advice what could be better
 */
record Sample(QueueReport queues, Activity activity, Health health, Report advice) {

  /** Asks the broker. */
  static Sample of(JooqBroker broker, Duration window) {
    return new Sample(
        broker.monitoring().queues(Duration.ZERO),
        broker.monitoring().activity(window),
        broker.monitoring().health(),
        broker.advisor().advise(window));
  }
}
