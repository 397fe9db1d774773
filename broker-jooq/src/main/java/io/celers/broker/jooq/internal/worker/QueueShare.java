package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.claim.FlooredClaims;
import java.util.ArrayList;
import java.util.List;
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
   * Claims what there is room for.
   *
   * @param inHand how many tasks of a name the worker has already
   */
  List<Delivery> claim(int room, ToIntFunction<String> inHand) {
    List<Delivery> claimed = new ArrayList<>();
    for (LimitedType type : limited) {
      String name = type.handler().name();
      int limit = type.handler().limits().concurrency().orElseThrow();
      int max = Math.min(limit - inHand.applyAsInt(name), room - claimed.size());
      if (max > 0) {
        claimed.addAll(type.claims().claim(max));
      }
    }
    if (unlimited != null && claimed.size() < room) {
      claimed.addAll(unlimited.claim(room - claimed.size()));
    }
    return claimed;
  }

  void reset() {
    if (unlimited != null) {
      unlimited.reset();
    }
    limited.forEach(type -> type.claims().reset());
  }
}
