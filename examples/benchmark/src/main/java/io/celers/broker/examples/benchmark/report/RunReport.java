package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.CellResult;
import io.celers.broker.examples.benchmark.run.Scale;
import io.celers.broker.examples.benchmark.run.ServerFacts;
import java.time.Instant;
import java.util.List;

/**
 * A whole run.
 *
 * @param before the server, and the load of the machine, when the run began
 * @param loadAfter the load average when it ended
 * @param targets those of the cells that were measured
 */
public record RunReport(
    Instant began,
    Instant ended,
    Scale scale,
    int payloadBytes,
    ServerFacts before,
    double loadAfter,
    List<TargetResult> targets,
    List<CellResult> cells) {}
