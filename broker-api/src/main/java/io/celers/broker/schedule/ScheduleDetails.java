package io.celers.broker.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A schedule as an operator sees it: all but the payload of its tasks. Made by the broker. */
public interface ScheduleDetails {

  /** Name of the schedule. */
  String name();

  /** Cron expression, or an interval as {@link java.time.Duration} writes it. */
  String expression();

  /** Zone in which a cron expression is read; empty for an interval. */
  Optional<String> zone();

  /** What is done about ticks that nobody saw. */
  MissedTicks missed();

  /** Queue of its tasks. */
  String queue();

  /** Name of its tasks. */
  String taskName();

  /** Priority of its tasks; empty if it is that of the queue. */
  OptionalInt priority();

  /** Deliveries after the first one that its tasks are allowed. */
  int maxRetries();

  /** When it next ticks; of a paused schedule, when it would have. */
  Instant nextAt();

  /** The last tick that made a task. */
  Optional<Instant> lastAt();

  /** Since when it is paused; empty if it runs. */
  Optional<Instant> pausedAt();

  /** When it was first put. */
  Instant createdAt();
}
