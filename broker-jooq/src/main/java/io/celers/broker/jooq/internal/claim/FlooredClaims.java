package io.celers.broker.jooq.internal.claim;

import io.celers.broker.delivery.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Claims again and again from one queue, without walking each time over what is of no use to it:
 * tasks that no handler knows, and dead entries of the index that an old snapshot keeps.
 *
 * <p>A lane is scanned from where the last claim ended. Nothing becomes claimable below that, but
 * for tasks of transactions that commit late; so a full scan is made as long as it is cheap, and
 * else at an interval of twenty times its own duration, from one second up to thirty. Used by one
 * thread.
 */
public final class FlooredClaims {

  private static final Duration CHEAP = Duration.ofMillis(5);
  private static final int SHARE = 20;
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);

  private final QueueClaims claims;
  private final Duration cheap;
  private final LongSupplier nanoTime;
  private Lanes floors = Lanes.full();
  private boolean expensive;
  private long nextFullScan;

  /** At the start of all lanes. */
  public FlooredClaims(QueueClaims claims) {
    this(claims, CHEAP, System::nanoTime);
  }

  FlooredClaims(QueueClaims claims, Duration cheap, LongSupplier nanoTime) {
    this.claims = claims;
    this.cheap = cheap;
    this.nanoTime = nanoTime;
    this.nextFullScan = nanoTime.getAsLong();
  }

  /**
   * Claims the next due tasks.
   *
   * @return in the order in which they should be worked on
   */
  public List<Delivery> claim(int max) {
    long begin = nanoTime.getAsLong();
    if (begin - nextFullScan < 0) {
      return raiseFloors(claims.claim(max, floors), max);
    }
    // Asked before, because a claim that finds nothing tells no time.
    Optional<Instant> now = expensive ? Optional.of(claims.now()) : Optional.empty();
    List<Delivery> claimed = claims.claim(max, Lanes.full());
    scannedIn(Duration.ofNanos(nanoTime.getAsLong() - begin));
    if (claimed.isEmpty()) {
      now.ifPresent(moment -> floors = floors.from(moment));
    }
    return raiseFloors(claimed, max);
  }

  /** Forgets where the last claims ended, as after trouble with the connection. */
  public void reset() {
    floors = Lanes.full();
    nextFullScan = nanoTime.getAsLong();
  }

  private void scannedIn(Duration duration) {
    expensive = duration.compareTo(cheap) >= 0;
    Duration interval = duration.multipliedBy(SHARE);
    interval = interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    interval = interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
    nextFullScan = nanoTime.getAsLong() + (expensive ? interval.toNanos() : 0);
  }

  /**
   * The claim has passed all lanes above its last task, and that task's own up to it; all of them
   * if it found less than it looked for.
   */
  private List<Delivery> raiseFloors(List<Delivery> claimed, int max) {
    if (!claimed.isEmpty()) {
      Delivery last = claimed.get(claimed.size() - 1);
      Instant now = last.claimedAt();
      floors =
          claimed.size() < max ? floors.from(now) : floors.from(last.priority(), last.dueAt(), now);
    }
    return claimed;
  }
}
