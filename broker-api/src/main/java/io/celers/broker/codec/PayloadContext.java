package io.celers.broker.codec;

import java.lang.reflect.Type;
import java.util.UUID;

/**
 * What a codec may want to know of the task whose payload it writes or reads.
 *
 * @param taskId id of the task
 * @param queue queue that the task was enqueued into, or is delivered from
 * @param taskName name of the task
 * @param version version of the payload's shape: the one written, which may be older or newer than
 *     the reader's
 * @param type Java type of the value
 */
public record PayloadContext(UUID taskId, String queue, String taskName, int version, Type type) {}
