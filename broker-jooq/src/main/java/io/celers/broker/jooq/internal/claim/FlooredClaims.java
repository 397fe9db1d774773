package io.celers.broker.jooq.internal.claim;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.ConnectionLostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims again and again from one queue, without walking each time over what is of no use to it:
 * tasks that no handler knows, and dead entries of the index that an old snapshot keeps.
 *
 * <p>A lane is scanned from where the last claim ended, or a moment before. Nothing becomes
 * claimable below that, but for tasks of transactions that were open for longer than that; so a
 * full scan is made as long as it is cheap, and else at an interval of twenty times its own
 * duration, up to thirty seconds.
 *
 * <p>If the reply to a claim is lost, what it took is looked for before the next one, and given
 * back: nobody knows of it. Used by one thread.
 */
public final class FlooredClaims {

  private static final Logger LOG = LoggerFactory.getLogger(FlooredClaims.class);

  private static final Duration CHEAP = Duration.ofMillis(5);
  private static final int SHARE = 20;
  private static final Duration SHORTEST_INTERVAL = CHEAP.multipliedBy(SHARE);
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);

  /**
   * Longer than an enqueue and its commit take, as a rule; and so short that at thousands of tasks
   * per second the dead entries of that time are walked in a millisecond.
   */
  private static final Duration COMMITTING = Duration.ofMillis(200);

  private final QueueClaims claims;
  private final Consumer<List<Delivery>> giveBack;
  private final Duration cheap;
  private final Duration committing;
  private final LongSupplier nanoTime;
  private Lanes floors = Lanes.full();
  private boolean expensive;
  private long nextFullScan;

  private @Nullable UUID unheard;

  /**
   * At the start of all lanes.
   *
   * @param giveBack releases tasks
   */
  public FlooredClaims(QueueClaims claims, Consumer<List<Delivery>> giveBack) {
    this(claims, giveBack, CHEAP, COMMITTING, System::nanoTime);
  }

  FlooredClaims(
      QueueClaims claims,
      Consumer<List<Delivery>> giveBack,
      Duration cheap,
      Duration committing,
      LongSupplier nanoTime) {
    this.claims = claims;
    this.giveBack = giveBack;
    this.cheap = cheap;
    this.committing = committing;
    this.nanoTime = nanoTime;
    this.nextFullScan = nanoTime.getAsLong();
  }

  /**
   * Claims the next due tasks.
   *
   * @return in the order in which they should be worked on
   */
  public List<Delivery> claim(int max) {
    giveBackUnheard();
    long begin = nanoTime.getAsLong();
    if (begin - nextFullScan < 0) {
      return raiseFloors(claim(max, floors), max);
    }
    // Asked before, because a claim that finds nothing tells no time.
    Optional<Instant> now = expensive ? Optional.of(claims.now()) : Optional.empty();
    List<Delivery> claimed = claim(max, Lanes.full());
    scannedIn(Duration.ofNanos(nanoTime.getAsLong() - begin));
    if (claimed.isEmpty()) {
      now.ifPresent(moment -> floors = floors.from(moment.minus(committing)));
    }
    return raiseFloors(claimed, max);
  }

  private List<Delivery> claim(int max, Lanes lanes) {
    return claims.claim(max, lanes, lost -> unheard = lost);
  }

  /**
   * A transaction that still runs, because its server has not noticed the loss, is not waited for:
   * its tasks come when their leases end.
   */
  private void giveBackUnheard() {
    if (unheard == null) {
      return;
    }
    try {
      List<Delivery> found = claims.claimedUnder(unheard);
      if (!found.isEmpty()) {
        giveBack.accept(found);
        LOG.info("{} tasks of a claim whose reply was lost were given back", found.size());
      }
    } catch (ConnectionLostException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("a claim whose reply was lost is left to the end of its leases", e);
    }
    unheard = null;
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
   * if it found less than it looked for. What was due lately may not have been committed yet.
   */
  private List<Delivery> raiseFloors(List<Delivery> claimed, int max) {
    if (!claimed.isEmpty()) {
      Delivery last = claimed.get(claimed.size() - 1);
      Instant passed = last.claimedAt().minus(committing);
      Instant own = last.dueAt().isBefore(passed) ? last.dueAt() : passed;
      floors =
          claimed.size() < max ? floors.from(passed) : floors.from(last.priority(), own, passed);
    }
    return claimed;
  }
}
