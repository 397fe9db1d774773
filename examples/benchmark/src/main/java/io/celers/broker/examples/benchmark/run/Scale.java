package io.celers.broker.examples.benchmark.run;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds measured rounds of each side, after one warm-up round
 * @param timed length of a round that ends by the clock
 * @param tasks tasks of a round that ends by count, as of the drain
 * @param rows rows of cells that need a big table: bulk, schedule load, operations
 * @param backlog rows of the longest backlog
 * @param samples latencies taken in a round of the idle system
 * @param held how long a snapshot is held
 * @param cellBudget no further round of a cell begins after this
 * @param roundLimit a round that takes longer is given up, and its side with it
 */
public record Scale(
    int rounds,
    Duration timed,
    int tasks,
    int rows,
    int backlog,
    int samples,
    Duration held,
    Duration cellBudget,
    Duration roundLimit) {

  /** At most ten minutes in all. */
  public static Scale quick() {
    return new Scale(
        5,
        Duration.ofMillis(700),
        5_000,
        50_000,
        200_000,
        50,
        Duration.ofSeconds(5),
        Duration.ofSeconds(38),
        Duration.ofSeconds(30));
  }

  /** What the protocol asks for. */
  public static Scale full() {
    return new Scale(
        7,
        Duration.ofSeconds(5),
        100_000,
        1_000_000,
        5_000_000,
        1_000,
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofMinutes(15));
  }

  /** The same with other numbers; each that is not given, zero, stays. */
  public Scale with(int rounds, int seconds, int tasks, int rows) {
    return new Scale(
        rounds > 0 ? rounds : this.rounds,
        seconds > 0 ? Duration.ofSeconds(seconds) : timed,
        tasks > 0 ? tasks : this.tasks,
        rows > 0 ? rows : this.rows,
        rows > 0 ? rows : backlog,
        tasks > 0 ? Math.min(tasks, samples) : samples,
        held,
        cellBudget,
        roundLimit);
  }

  /** The least that still runs all code: for a test that looks whether the program works. */
  public static Scale tiny() {
    return new Scale(
        1,
        Duration.ofMillis(50),
        50,
        200,
        400,
        5,
        Duration.ofMillis(200),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }
}
