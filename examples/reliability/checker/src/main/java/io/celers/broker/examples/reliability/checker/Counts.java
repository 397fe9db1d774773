package io.celers.broker.examples.reliability.checker;

import static java.util.stream.Collectors.toSet;

import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Counts what happened, so that a run in which nothing did is not taken for a proof. */
public final class Counts {

  /** Faults whose names begin with this are counted by it. */
  public static final String KILLS = "kill";

  /** Likewise. */
  public static final String PAUSES = "pause";

  /** Likewise. */
  public static final String STOPS = "stop";

  /** Claims that others replaced because their holders did not settle them in time. */
  public static final String OVERTAKEN = "claims overtaken";

  /** Of these, those whose holders were told. */
  public static final String STALE_REFUSED = "stale holders refused and told";

  /** Holders that were told so by an ack of their own, without a heartbeat. */
  public static final String STALE_ACKS = "stale acks by hand refused";

  /** Of these, those whose holders were killed before they could be told. */
  public static final String OF_THE_DEAD = "claims of killed workers";

  /** Transactional handlers that wrote and were rolled back. */
  public static final String ROLLED_BACK = "effects rolled back";

  /** Enqueues that were refused or rolled back. */
  public static final String REFUSED = "enqueues refused";

  /** Tasks that were rejected and came back. */
  public static final String RETRIED = "retries";

  /** Prefetched tasks that stopping workers gave back. */
  public static final String RELEASED = "given back by stopping workers";

  /** Tasks that schedules made. */
  public static final String TICKS = "ticks";

  private Counts() {}

  static Map<String, Long> of(Evidence evidence, Trail trail) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String fault : new String[] {KILLS, PAUSES, STOPS}) {
      counts.put(
          fault,
          evidence
              .events(EventKind.FAULT_BEGUN)
              .filter(event -> event.detail().startsWith(fault + " "))
              .count());
    }
    counts.put("processes", (long) evidence.histories().size());
    if (evidence.ticks().isPresent()) {
      counts.put(TICKS, (long) evidence.ticks().get().enqueued().size());
    } else {
      ofTasks(evidence, trail, counts);
    }
    return counts;
  }

  private static void ofTasks(Evidence evidence, Trail trail, Map<String, Long> counts) {
    Set<Claim> told = told(evidence, event -> true);
    long refused = trail.overtaken().keySet().stream().filter(told::contains).count();
    Map<UUID, Order> orders = evidence.ordersByTask();
    Set<Claim> byTheAck =
        told(
            evidence,
            event -> {
              Order order = orders.get(event.task());
              return order != null && order.kind() == Order.Kind.MANUAL;
            });
    long wrote = evidence.events(EventKind.WROTE).count();
    counts.put("orders", evidence.census().orders());
    counts.put("completed", evidence.census().completed());
    counts.put("dead letters", evidence.census().dead());
    counts.put("effects", (long) evidence.effects().size());
    counts.put(ROLLED_BACK, wrote - evidence.effects().size());
    counts.put(REFUSED, evidence.events(EventKind.ENQUEUE_REFUSED).count());
    counts.put("claims", (long) trail.claims().size());
    counts.put(
        RETRIED,
        evidence.events(EventKind.SETTLED).filter(event -> event.detail().equals("RETRY")).count());
    counts.put(
        RELEASED,
        evidence
            .events(EventKind.MEASURED)
            .filter(event -> event.detail().equals("released"))
            .mapToLong(Event::number)
            .sum());
    counts.put(OVERTAKEN, (long) trail.overtaken().size());
    counts.put(OF_THE_DEAD, trail.overtaken().size() - refused);
    counts.put(STALE_REFUSED, refused);
    counts.put(STALE_ACKS, (long) byTheAck.size());
  }

  private static Set<Claim> told(Evidence evidence, Predicate<Event> fit) {
    return evidence
        .events(EventKind.LOST)
        .filter(fit)
        .map(event -> new Claim(event.task(), event.receipt()))
        .collect(toSet());
  }
}
