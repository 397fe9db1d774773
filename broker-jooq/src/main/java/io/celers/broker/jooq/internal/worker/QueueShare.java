package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.claim.FlooredClaims;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One queue of a worker: its weight, and the claims that it takes.
 *
 * <p>Types without a limit are claimed together, each one with a limit by itself, so that never
 * more of its tasks are claimed than may run. Used by one thread.
 *
 * @param unlimited claims the types without a limit; null if there is none
 */
record QueueShare(int weight, @Nullable FlooredClaims unlimited, List<LimitedType> limited) {

  /** A type with a limit. */
  record LimitedType(Handler handler, FlooredClaims claims) {}

  /**
   * Claims what there is room for. What one statement has claimed is handed over before the next
   * one, which may fail.
   *
   * @param inHand how many tasks of a name the worker has already
   * @return how many were handed over
   */
  int claim(int room, ToIntFunction<String> inHand, Consumer<List<Delivery>> taker) {
    int claimed = 0;
    for (LimitedType type : limited) {
      String name = type.handler().name();
      int limit = type.handler().limits().concurrency().orElseThrow();
      int max = Math.min(limit - inHand.applyAsInt(name), room - claimed);
      if (max > 0) {
        claimed += claim(type.claims(), max, taker);
      }
    }
    if (unlimited != null && claimed < room) {
      claimed += claim(unlimited, room - claimed, taker);
    }
    return claimed;
  }

  private static int claim(FlooredClaims claims, int max, Consumer<List<Delivery>> taker) {
    List<Delivery> deliveries = claims.claim(max);
    taker.accept(deliveries);
    return deliveries.size();
  }

  void reset() {
    if (unlimited != null) {
      unlimited.reset();
    }
    limited.forEach(type -> type.claims().reset());
  }
}
