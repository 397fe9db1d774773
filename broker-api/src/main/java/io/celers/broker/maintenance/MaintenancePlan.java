package io.celers.broker.maintenance;

import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What maintenance is to do, and how often.
 *
 * <p>Immutable; every method that changes something returns a new plan. All processes that run a
 * plan on the same schema should have the same one: how often a job is done is decided by the
 * shortest interval among them.
 *
 * <p>Stuck tasks are not recovered by a plan, because only a person can tell a stuck handler from a
 * slow one. Nor are the tables vacuumed: autovacuum, which the migrations set up for each table,
 * does that when there is something to do.
 */
public final class MaintenancePlan {

  /**
   * Reaps every 30 seconds, as an abandoned task should not wait longer than its lease took;
   * archives every ten minutes and purges every hour, so that each walk has little to do; sweeps
   * every minute, as wake-up notes live for seconds; purges expired results every ten minutes, as
   * they are not found any more and only take space; purges the history every hour; analyzes once a
   * day, for what autovacuum's own analyze misses. No dead letters are put back: whether that may
   * be is for whoever knows the handlers to say.
   */
  public static final MaintenancePlan DEFAULT =
      new MaintenancePlan(
          Map.of(
              MaintenanceJob.REAP, Duration.ofSeconds(30),
              MaintenanceJob.REQUEUE, Duration.ofMinutes(1),
              MaintenanceJob.ARCHIVE, Duration.ofMinutes(10),
              MaintenanceJob.PURGE, Duration.ofHours(1),
              MaintenanceJob.SWEEP, Duration.ofMinutes(1),
              MaintenanceJob.PURGE_RESULTS, Duration.ofMinutes(10),
              MaintenanceJob.PURGE_HISTORY, Duration.ofHours(1),
              MaintenanceJob.ANALYZE, Duration.ofDays(1)),
          RetentionPolicy.DEFAULT,
          Optional.empty(),
          Duration.ofDays(90),
          Duration.ofHours(1),
          Duration.ofSeconds(10));

  private final Map<MaintenanceJob, Duration> intervals;
  private final RetentionPolicy retention;
  private final Optional<RequeuePolicy> requeue;
  private final Duration keepHistory;
  private final Duration deadAfter;
  private final Duration turn;

  private MaintenancePlan(
      Map<MaintenanceJob, Duration> intervals,
      RetentionPolicy retention,
      Optional<RequeuePolicy> requeue,
      Duration keepHistory,
      Duration deadAfter,
      Duration turn) {
    this.intervals = Map.copyOf(intervals);
    this.retention = retention;
    this.requeue = requeue;
    this.keepHistory = keepHistory;
    this.deadAfter = deadAfter;
    this.turn = turn;
  }

  /** A plan without any job, to be filled by {@link #every}. */
  public static MaintenancePlan nothing() {
    return DEFAULT.with(Map.of());
  }

  /**
   * Does a job so often.
   *
   * @param interval from the beginning of a run to that of the next one, by the clock of the
   *     database; above zero, at most ten years
   */
  public MaintenancePlan every(Duration interval, MaintenanceJob job) {
    Map<MaintenanceJob, Duration> changed = copy();
    changed.put(job, Limits.requirePositive("interval", interval));
    return with(changed);
  }

  /** Leaves a job out. */
  public MaintenancePlan without(MaintenanceJob job) {
    Map<MaintenanceJob, Duration> changed = copy();
    changed.remove(job);
    return with(changed);
  }

  /** Archives and purges by this policy; default {@link RetentionPolicy#DEFAULT}. */
  public MaintenancePlan retention(RetentionPolicy policy) {
    return new MaintenancePlan(intervals, policy, requeue, keepHistory, deadAfter, turn);
  }

  /**
   * Puts dead letters back by this policy; without it, which is the default, none.
   *
   * <p>Every minute, unless the plan says otherwise of {@link MaintenanceJob#REQUEUE}; a plan that
   * began as {@link #nothing} has to be told.
   */
  public MaintenancePlan requeueDeadLetters(RequeuePolicy policy) {
    return new MaintenancePlan(
        intervals, retention, Optional.of(policy), keepHistory, deadAfter, turn);
  }

  /**
   * Deletes events of the history at this age, above zero, at most ten years; default 90 days, as
   * long as a finished task is in the archive.
   */
  public MaintenancePlan keepHistory(Duration age) {
    return new MaintenancePlan(
        intervals, retention, requeue, Limits.requirePositive("keepHistory", age), deadAfter, turn);
  }

  /**
   * Takes workers for dead after such a silence, above zero, at most ten years; default an hour,
   * long enough to see in the registry that one has vanished.
   */
  public MaintenancePlan deadAfter(Duration silence) {
    return new MaintenancePlan(
        intervals,
        retention,
        requeue,
        keepHistory,
        Limits.requirePositive("deadAfter", silence),
        turn);
  }

  /**
   * Looks so often whether a job is due, above zero, at most ten years; default ten seconds. A look
   * reads a table of a few rows.
   */
  public MaintenancePlan lookEvery(Duration pause) {
    return new MaintenancePlan(
        intervals,
        retention,
        requeue,
        keepHistory,
        deadAfter,
        Limits.requirePositive("lookEvery", pause));
  }

  /** How often a job is done; empty if it is not part of the plan. */
  public Optional<Duration> interval(MaintenanceJob job) {
    return Optional.ofNullable(intervals.get(job));
  }

  /** By what tasks are archived and purged. */
  public RetentionPolicy retention() {
    return retention;
  }

  /** By what dead letters are put back; empty if they are not. */
  public Optional<RequeuePolicy> requeueDeadLetters() {
    return requeue;
  }

  /** At what age events of the history are deleted. */
  public Duration keepHistory() {
    return keepHistory;
  }

  /** After what silence workers are dead. */
  public Duration deadAfter() {
    return deadAfter;
  }

  /** How often is looked whether a job is due. */
  public Duration lookEvery() {
    return turn;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaintenancePlan that
        && intervals.equals(that.intervals)
        && retention.equals(that.retention)
        && requeue.equals(that.requeue)
        && keepHistory.equals(that.keepHistory)
        && deadAfter.equals(that.deadAfter)
        && turn.equals(that.turn);
  }

  @Override
  public int hashCode() {
    return intervals.hashCode() + retention.hashCode();
  }

  @Override
  public String toString() {
    return """
        maintenance plan %s, retention %s, requeue %s, history kept for %s, workers dead after %s, \
        a look every %s"""
        .formatted(
            copy(),
            retention,
            requeue.map(RequeuePolicy::toString).orElse("none"),
            keepHistory,
            deadAfter,
            turn);
  }

  private MaintenancePlan with(Map<MaintenanceJob, Duration> others) {
    return new MaintenancePlan(others, retention, requeue, keepHistory, deadAfter, turn);
  }

  private Map<MaintenanceJob, Duration> copy() {
    Map<MaintenanceJob, Duration> copy = new EnumMap<>(MaintenanceJob.class);
    copy.putAll(intervals);
    return copy;
  }
}
