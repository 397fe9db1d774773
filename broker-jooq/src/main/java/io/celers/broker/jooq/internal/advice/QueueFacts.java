package io.celers.broker.jooq.internal.advice;

import java.util.Map;

/**
 * What the rules need of queues beyond the figures of monitoring; each by the name of the queue.
 *
 * @param limits greatest lengths, of the queues that have one
 * @param concurrency tasks that the running workers may work on at once, all workers together
 * @param payloadBytes mean size of the payloads among the newest tasks
 */
record QueueFacts(
    Map<String, Long> limits, Map<String, Long> concurrency, Map<String, Long> payloadBytes) {}
