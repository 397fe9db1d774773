package io.celers.broker.monitoring;

import java.time.Duration;
import java.util.List;

/** How the broker's statements run, if PostgreSQL keeps figures of them. */
public sealed interface StatementReport {

  /** When this was asked. */
  Freshness freshness();

  /**
   * What {@code pg_stat_statements} has.
   *
   * @param freshness when this was asked
   * @param over since the figures were reset
   * @param statements of any role that name a table of the broker, those that took most time
   *     together first, at most 50; statements of other roles are seen by members of {@code
   *     pg_read_all_stats} only
   */
  record Measured(Freshness freshness, Duration over, List<StatementFigures> statements)
      implements StatementReport {

    /** Copies the list. */
    public Measured {
      statements = List.copyOf(statements);
    }
  }

  /**
   * There are no figures.
   *
   * @param freshness when this was asked
   * @param remedy why not, and what to do to have them
   */
  record Unavailable(Freshness freshness, String remedy) implements StatementReport {}
}
