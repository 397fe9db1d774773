package io.celers.broker.examples.reliability.poison;

import io.celers.broker.examples.reliability.process.PoisonKind;
import io.celers.broker.examples.reliability.process.Role;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A task that is to be enqueued, and what is wrong with it.
 *
 * @param after how long it is not due
 */
record PoisonOrder(PoisonKind kind, int maxRetries, byte[] payload, Duration after) {

  private static final int MOST_RETRIES = 2;
  private static final int RETRIES_OF_RARE = 1;

  /** A good task is taken along by each end of its process that it happens to meet. */
  private static final int RETRIES_OF_GOOD = 100;

  /** Each takes a lot of a processor. */
  private static final int SHARE_OF_HUGE = 1;

  private static final int SHARE_OF_OTHERS = 4;
  private static final Duration BETWEEN_RARE = Duration.ofSeconds(2);

  /**
   * All of a run, in an order that the seed decides.
   *
   * @param poison so many in all
   * @param rare so many of each kind that does more harm than to fail
   */
  static List<PoisonOrder> all(int poison, int rare, long seed) {
    Random random = new Random(seed);
    List<PoisonOrder> all = new ArrayList<>();
    counts(poison, rare)
        .forEach(
            (kind, count) -> {
              for (int i = 0; i < count; i++) {
                all.add(order(kind, rare, random));
              }
            });
    Collections.shuffle(all, random);
    return all;
  }

  /** How many of each kind. */
  static Map<PoisonKind, Integer> counts(int poison, int rare) {
    Map<PoisonKind, Integer> counts = new EnumMap<>(PoisonKind.class);
    int left = poison;
    int shares = 0;
    for (PoisonKind kind : PoisonKind.values()) {
      if (kind.isRare()) {
        counts.put(kind, rare);
        left -= rare;
      } else if (kind.isPoison()) {
        shares += share(kind);
      }
    }
    int each = left / shares;
    for (PoisonKind kind : PoisonKind.values()) {
      if (kind.isPoison() && !kind.isRare()) {
        counts.put(kind, each * share(kind));
      }
    }
    counts.merge(PoisonKind.THROWS, left - each * shares, Integer::sum);
    counts.put(PoisonKind.GOOD, poison / 10);
    counts.put(PoisonKind.GOOD_TX, poison / 20);
    counts.put(PoisonKind.GOOD_BATCH, poison / 10);
    counts.put(PoisonKind.GOOD_HALTING, 10 * rare);
    counts.put(PoisonKind.GOOD_EXHAUSTED, 10 * rare);
    counts.put(PoisonKind.UNKNOWN, Math.max(1, poison / 40));
    return counts;
  }

  private static int share(PoisonKind kind) {
    return kind == PoisonKind.HUGE_ARRAY ? SHARE_OF_HUGE : SHARE_OF_OTHERS;
  }

  private static PoisonOrder order(PoisonKind kind, int rare, Random random) {
    boolean sturdy = kind.role() == Role.STURDY;
    int retries = sturdy ? random.nextInt(MOST_RETRIES + 1) : RETRIES_OF_RARE;
    // those whose process ends again and again come one after the other
    long window = BETWEEN_RARE.multipliedBy(rare).toMillis();
    return new PoisonOrder(
        kind,
        kind.isGood() ? RETRIES_OF_GOOD : retries,
        kind.payload(random),
        Duration.ofMillis(sturdy ? 0 : random.nextLong(window)));
  }

  NewTask<byte[]> task() {
    return kind.task(payload, maxRetries).after(after);
  }
}
