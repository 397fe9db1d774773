package io.celers.broker.examples.reliability.checker.evidence;

import java.util.UUID;

/**
 * A row that a producer wrote in the transaction in which it enqueued a task.
 *
 * @param number of the order; unique, since a number is tried again only after it was refused
 * @param kind how its task is to be done
 * @param poison whether its handler always fails
 * @param payload SHA-256 of what was enqueued
 */
public record Order(long number, Kind kind, boolean poison, UUID task, String payload) {

  /** Who does it, and how. */
  public enum Kind {
    /** By a worker's plain handler. */
    PLAIN,
    /** By a worker's transactional handler, which writes an effect. */
    EFFECT,
    /** By a loop of claims and acks without the worker. */
    MANUAL
  }
}
