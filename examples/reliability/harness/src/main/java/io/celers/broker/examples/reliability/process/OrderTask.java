package io.celers.broker.examples.reliability.process;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/**
 * What is to be done for an order. All of it follows from the seed and the number, so that a run
 * can be repeated.
 *
 * @param poison its handler always fails
 * @param flaky its handler fails the first time
 * @param work how long a handler takes
 */
public record OrderTask(
    long number, Order.Kind kind, boolean poison, boolean flaky, Duration work) {

  private static final int LONGEST_WORK_MILLIS = 100;
  private static final int MOST_PADDING = 200;

  /** One at a time in each process. */
  private static final int MANUAL_IN_A_HUNDRED = 15;

  private static final int POISON_IN_A_THOUSAND = 10;
  private static final int FLAKY_IN_A_THOUSAND = 40;

  /** More than a task that is not poison can meet with in a run. */
  private static final int RETRIES = 30;

  private static final int RETRIES_OF_POISON = 2;
  private static final RetryPolicy POLICY = RetryPolicy.fixed(Duration.ofMillis(100));

  static OrderTask of(long seed, long number) {
    Random random = random(seed, number);
    int luck = random.nextInt(1_000);
    return new OrderTask(
        number,
        kind(random.nextInt(100)),
        luck < POISON_IN_A_THOUSAND,
        luck >= 1_000 - FLAKY_IN_A_THOUSAND,
        Duration.ofMillis(random.nextInt(LONGEST_WORK_MILLIS)));
  }

  private static Order.Kind kind(int luck) {
    if (luck < MANUAL_IN_A_HUNDRED) {
      return Order.Kind.MANUAL;
    }
    return luck % 2 == 0 ? Order.Kind.PLAIN : Order.Kind.EFFECT;
  }

  static OrderTask of(long seed, Delivery delivery) {
    return of(seed, ByteBuffer.wrap(delivery.payload()).getLong());
  }

  /** Also the name of its queue. */
  public static String name(Order.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static TaskType<byte[]> type(Order.Kind kind) {
    return TaskType.ofBytes(name(kind)).queue(name(kind)).retryPolicy(POLICY);
  }

  /**
   * The number, and noise.
   *
   * @param ballast so many bytes of noise at least
   */
  byte[] payload(long seed, int ballast) {
    Random random = random(seed, ~number);
    byte[] noise = new byte[ballast + random.nextInt(MOST_PADDING)];
    random.nextBytes(noise);
    return ByteBuffer.allocate(Long.BYTES + noise.length).putLong(number).put(noise).array();
  }

  NewTask<byte[]> task(long seed, int ballast) {
    return type(kind).maxRetries(poison ? RETRIES_OF_POISON : RETRIES).with(payload(seed, ballast));
  }

  /**
   * Works.
   *
   * @throws IllegalStateException if this attempt is to fail
   */
  void work(int delivery) throws InterruptedException {
    Thread.sleep(work.toMillis());
    if (poison || (flaky && delivery == 1)) {
      throw new IllegalStateException("fails on purpose");
    }
  }

  private static Random random(long seed, long number) {
    return new Random(seed * 1_000_003 + number);
  }
}
