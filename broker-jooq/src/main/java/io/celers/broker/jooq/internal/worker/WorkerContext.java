package io.celers.broker.jooq.internal.worker;

import io.celers.broker.Schedules;
import io.celers.broker.codec.Payload;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.internal.codec.Codecs;
import io.celers.broker.jooq.internal.maintenance.JooqMaintenance;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.wakeup.Listener;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a worker has of its broker.
 *
 * @param listener rings when tasks become due; empty if the broker only polls
 * @param undecodable what becomes of a payload that cannot be read
 * @param settlers settle on a connection
 */
public record WorkerContext(
    Database database,
    Measurements measurements,
    Optional<Listener> listener,
    Codecs codecs,
    Function<Payload.Undecodable<?>, Rejection> undecodable,
    Function<Database, Settler> settlers,
    JooqMaintenance maintenance,
    Schedules schedules,
    String workerId,
    Duration lease) {}
