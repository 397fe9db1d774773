package io.celers.broker.examples.benchmark.run;

import java.util.List;

/**
 * A metric over the time of one round, in equal intervals.
 *
 * @param minutes ends of the intervals, since the beginning of the round
 * @param values what was measured in each
 */
public record Series(String metric, Unit unit, List<Double> minutes, List<Double> values) {}
