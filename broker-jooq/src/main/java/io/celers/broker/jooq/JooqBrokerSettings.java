package io.celers.broker.jooq;

import io.celers.broker.jooq.internal.codec.Codecs;
import io.celers.broker.jooq.internal.enqueue.EncodeTask;
import io.celers.broker.jooq.internal.enqueue.Interceptors;
import io.celers.broker.jooq.internal.maintenance.ReaperPosition;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.queue.Admission;
import io.celers.broker.jooq.internal.queue.QueueRules;
import io.celers.broker.jooq.internal.wakeup.WakeUp;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;

/** What all views of one broker share. */
record JooqBrokerSettings(
    Codecs codecs,
    EncodeTask encoder,
    RetryPolicy retryPolicy,
    String workerId,
    Duration lease,
    ReaperPosition reaperPosition,
    QueueRules rules,
    Admission admission,
    Measurements measurements,
    WakeUp wakeUp,
    Interceptors interceptors) {

  JooqBrokerSettings silent() {
    return new JooqBrokerSettings(
        codecs,
        encoder,
        retryPolicy,
        workerId,
        lease,
        reaperPosition,
        rules,
        admission,
        measurements,
        wakeUp.silent(),
        interceptors);
  }
}
