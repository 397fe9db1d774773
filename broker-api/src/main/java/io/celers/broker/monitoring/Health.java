package io.celers.broker.monitoring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether the broker can work, and what stands in its way.
 *
 * @param freshness when this was asked
 * @param serverVersion of PostgreSQL, as in {@code 17.2}
 * @param schemaVersion of the broker's tables
 * @param roundTrip time of one small query, there and back, by the clock of this process
 * @param readOnly whether the connection may not write: a replica, or set so
 * @param pool of HikariCP, if connections come from one
 * @param problems the worst first; empty if all is well
 */
public record Health(
    Freshness freshness,
    String serverVersion,
    int schemaVersion,
    Duration roundTrip,
    boolean readOnly,
    Optional<PoolFigures> pool,
    List<Problem> problems) {

  /** Copies the list. */
  public Health {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is critical. */
  public boolean isUp() {
    return problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.CRITICAL);
  }
}
