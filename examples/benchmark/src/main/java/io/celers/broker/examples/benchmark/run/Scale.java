package io.celers.broker.examples.benchmark.run;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds measured rounds of each side
 * @param warmUps rounds before those, whose figures are thrown away: one for the server's caches
 *     and statements, one more for the compiler of the JVM
 * @param timed length of a round that ends by the clock
 * @param tasks tasks of a round that ends by count, as of the drain
 * @param rows rows of cells that need a big table: bulk, schedule load, operations
 * @param backlog rows of the longest backlog
 * @param samples latencies taken in a round of the idle system; 1,000 in five rounds of a full run
 * @param held how long a snapshot is held; what is compared with that is measured for a shorter
 *     time
 * @param budget of the whole run: cells make fewer rounds if it would not last for the others
 * @param roundLimit a round that takes longer is given up, and its side with it
 */
public record Scale(
    int rounds,
    int warmUps,
    Duration timed,
    int tasks,
    int rows,
    int backlog,
    int samples,
    Duration held,
    Duration budget,
    Duration roundLimit) {

  /** At most ten minutes in all. */
  public static Scale quick() {
    return new Scale(
        5,
        2,
        Duration.ofMillis(700),
        5_000,
        50_000,
        200_000,
        50,
        Duration.ofSeconds(5),
        Duration.ofSeconds(540),
        Duration.ofSeconds(60));
  }

  /** What the protocol asks for, in 80 minutes without the cells of the operators. */
  public static Scale full() {
    return new Scale(
        5,
        2,
        Duration.ofSeconds(2),
        100_000,
        1_000_000,
        5_000_000,
        200,
        Duration.ofMinutes(30),
        Duration.ofMinutes(76),
        Duration.ofMinutes(15));
  }

  /** The same with other numbers; each that is not given, zero, stays. */
  public Scale with(int rounds, int seconds, int tasks, int rows, int heldSeconds) {
    Duration held = heldSeconds > 0 ? Duration.ofSeconds(heldSeconds) : this.held;
    return new Scale(
        rounds > 0 ? rounds : this.rounds,
        warmUps,
        seconds > 0 ? Duration.ofSeconds(seconds) : timed,
        tasks > 0 ? tasks : this.tasks,
        rows > 0 ? rows : this.rows,
        rows > 0 ? rows : backlog,
        tasks > 0 ? Math.min(tasks, samples) : samples,
        held,
        budget,
        roundLimit);
  }

  /** The same with one round to warm up at most. */
  public Scale warmedUpOnce() {
    return new Scale(
        rounds,
        Math.min(1, warmUps),
        timed,
        tasks,
        rows,
        backlog,
        samples,
        held,
        budget,
        roundLimit);
  }

  /**
   * The same with one round, which may last twice as long as a snapshot is held, and no warm-up.
   */
  public Scale once() {
    Duration limit = held.multipliedBy(2);
    return new Scale(
        1,
        0,
        timed,
        tasks,
        rows,
        backlog,
        samples,
        held,
        budget,
        limit.compareTo(roundLimit) > 0 ? limit : roundLimit);
  }

  /** Whether this only looks whether everything runs. */
  public boolean isTrial() {
    return warmUps == 0;
  }

  /** The least that still runs all code: for a test that looks whether the program works. */
  public static Scale tiny() {
    return new Scale(
        1,
        0,
        Duration.ofMillis(50),
        50,
        200,
        400,
        2,
        Duration.ofMillis(200),
        Duration.ofMinutes(10),
        Duration.ofSeconds(60));
  }
}
