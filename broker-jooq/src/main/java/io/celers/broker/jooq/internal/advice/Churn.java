package io.celers.broker.jooq.internal.advice;

import io.celers.broker.advice.VacuumTuning.Trigger;
import java.time.Duration;

/**
 * How much changes in a table, by PostgreSQL's counters.
 *
 * @param table its name
 * @param rows live rows, an estimate
 * @param inserted rows that were inserted
 * @param died row versions that were deleted or updated
 * @param over the time in which these were counted
 * @param vacuum what is set for dead rows
 */
record Churn(String table, long rows, long inserted, long died, Duration over, Trigger vacuum) {}
