package io.celers.broker.examples.reliability.fencing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/**
 * What is to happen to one task.
 *
 * @param stale what the holder does whose lease has ended
 * @param fresh what the holder after it does
 * @param staleWaits how long the former waits when all set out
 * @param freshWaits how long the others wait
 */
record Race(
    Course course, HolderVerb stale, HolderVerb fresh, Duration staleWaits, Duration freshWaits) {

  /** Who has got how far when all set out. */
  enum Course {
    /** Nobody has claimed the task yet; the new holder claims and settles. */
    CLAIM,
    /** The new holder has claimed, and settles. */
    SETTLE,
    /** The new holder has settled, and does so again; a third one claims what is left. */
    REPEAT,
    /** The new holder's lease has ended, too; a third one has claimed, and settles. */
    TWO_STALE,
    /** As the second, but the stale one is a worker with its heartbeats. */
    WORKER
  }

  private static final int LONGEST_WAIT_MICROS = 2_000;

  /** All but those of workers: every verb against every other on every course, again and again. */
  static List<Race> all(int count, Random random) {
    List<Race> each = new ArrayList<>();
    for (Course course : EnumSet.complementOf(EnumSet.of(Course.WORKER))) {
      for (HolderVerb stale : HolderVerb.callable()) {
        for (HolderVerb fresh : HolderVerb.callable()) {
          each.add(new Race(course, stale, fresh, Duration.ZERO, Duration.ZERO));
        }
      }
    }
    List<Race> all = new ArrayList<>();
    while (all.size() < count) {
      Collections.shuffle(each, random);
      each.stream().limit(count - all.size()).map(race -> race.delayed(random)).forEach(all::add);
    }
    return all;
  }

  /** Together, or the one or the other first. */
  private Race delayed(Random random) {
    Duration wait = Duration.ofNanos(1_000L * random.nextInt(LONGEST_WAIT_MICROS));
    return switch (random.nextInt(3)) {
      case 0 -> this;
      case 1 -> new Race(course, stale, fresh, wait, Duration.ZERO);
      default -> new Race(course, stale, fresh, Duration.ZERO, wait);
    };
  }
}
