package io.celers.broker.schedule;

import java.util.List;

/**
 * What one step of the schedules did, if the transaction commits.
 *
 * @param enqueued tasks that were made
 * @param advanced schedules whose ticks were dealt with
 * @param unreadable schedules that are due and that this process cannot read, because it knows
 *     neither the zone nor the expression: they wait for one that can. {@link
 *     io.celers.broker.Schedules#next(String, int)} says why
 * @param complete whether nothing more is due, for now
 */
public record Ticked(int enqueued, int advanced, List<String> unreadable, boolean complete) {

  /** Copies the names. */
  public Ticked {
    unreadable = List.copyOf(unreadable);
  }
}
