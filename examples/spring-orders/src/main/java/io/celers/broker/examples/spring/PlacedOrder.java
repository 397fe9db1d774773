package io.celers.broker.examples.spring;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order and what has become of it.
 *
 * @param invoice number of its invoice; null while it has none
 * @param task state of the task that makes the invoice; null if the task was removed since
 * @param deliveries how often that task was claimed
 */
record PlacedOrder(
    long id,
    String customer,
    BigDecimal amount,
    @Nullable Long invoice,
    @Nullable String task,
    @Nullable Integer deliveries) {}
