package io.celers.broker.codec;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.UUID;

/**
 * What a codec may want to know of the task whose payload it writes or reads.
 *
 * @param taskId id of the task; while the payload of a schedule is written, that of no task
 * @param schedule the schedule that the payload belongs to, all of whose tasks share it; empty for
 *     a task that was enqueued
 * @param queue queue that the task was enqueued into, or is delivered from, which is another one
 *     after a move
 * @param taskName name of the task
 * @param version version of the payload's shape: the one written, which may be older or newer than
 *     the reader's
 * @param type Java type of the value
 */
public record PayloadContext(
    UUID taskId,
    Optional<String> schedule,
    String queue,
    String taskName,
    int version,
    Type type) {}
