package io.celers.broker.examples.reliability.checker;

import static java.util.stream.Collectors.toSet;

import io.celers.broker.examples.reliability.checker.evidence.Claim;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Hands;
import io.celers.broker.examples.reliability.checker.evidence.Order;
import io.celers.broker.examples.reliability.checker.evidence.ServerFaults;
import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.rule.RefusedOnlyFor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  /** Enqueues whose commits were under way when the connection was lost. */
  public static final String UNKNOWN = "enqueues of unknown outcome";

  /** Of these, those that were committed. */
  public static final String UNKNOWN_COMMITTED = "of these committed";

  /** Transactions of producers that the server broke off before their ends. */
  public static final String BROKEN_OFF = "enqueues broken off by the server";

  /** Claims that failed. */
  public static final String CLAIMS_FAILED = "claims that failed";

  /** Claims that the server committed, and whose holders never heard of them. */
  public static final String CLAIMS_UNHEARD = "claims whose reply was lost";

  /** Claims that did not wait for the disk, and that a crash undid. */
  public static final String CLAIMS_UNDONE = "claims undone by a crash";

  /** Acks and rejects by hand that had to be sent again. */
  public static final String UNHEARD = "acks by hand without a reply";

  /** Outcomes that could not be stored for as long as that was worth trying. */
  public static final String GIVEN_UP = "outcomes given up";

  /** Times that a handler kept two connections for longer than its lease. */
  public static final String HELD_LONG = "connections held beyond a lease";

  /** Versions of rows that vacuum could not remove, at the end of the run. */
  public static final String DEAD_ROWS_KEPT = "dead rows that vacuum had to keep";

  /** What these come from is in the histories as a figure of the same name. */
  private static final List<String> MEASURED = List.of(HELD_LONG, DEAD_ROWS_KEPT);

  private Counts() {}

  /** Name of the count of this harm. */
  public static String of(ServerHarm harm) {
    return switch (harm) {
      case RESTART -> "server restarts, fast";
      case IMMEDIATE_STOP -> "server stops, immediate";
      case POSTMASTER_KILL -> "servers killed";
      case BACKEND_KILL -> "server crashes by a killed backend";
      case TERMINATION -> "backends terminated";
      case CANCELLATION -> "statements cancelled";
      case CONNECTION_CUT -> "connections cut";
      case FULL_DISK -> "disk filled up";
    };
  }

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
      ServerFaults faults = new ServerFaults(evidence);
      if (faults.none()) {
        counts.put(OF_THE_DEAD, neverTold(evidence, trail));
      } else {
        ofServerFaults(evidence, trail, faults, counts);
      }
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
    counts.put(RELEASED, measured(evidence, "released"));
    counts.put(OVERTAKEN, (long) trail.overtaken().size());
    counts.put(STALE_REFUSED, refused);
    counts.put(STALE_ACKS, (long) byTheAck.size());
    counts.put(CLAIMS_FAILED, evidence.events(EventKind.CLAIM_FAILED).count());
    counts.put(UNHEARD, evidence.events(EventKind.UNHEARD).count());
    counts.put(GIVEN_UP, evidence.events(EventKind.GIVEN_UP).count());
    brokenOff(evidence).forEach(event -> counts.merge("enqueues " + event.detail(), 1L, Long::sum));
    MEASURED.stream()
        .filter(name -> measured(evidence, name) > 0)
        .forEach(name -> counts.put(name, measured(evidence, name)));
  }

  private static Stream<Event> brokenOff(Evidence evidence) {
    return evidence
        .events(EventKind.ENQUEUE_REFUSED)
        .filter(event -> event.detail().startsWith(RefusedOnlyFor.BROKEN_OFF));
  }

  private static long measured(Evidence evidence, String name) {
    return evidence
        .events(EventKind.MEASURED)
        .filter(event -> event.detail().equals(name))
        .mapToLong(Event::number)
        .sum();
  }

  private static void ofServerFaults(
      Evidence evidence, Trail trail, ServerFaults faults, Map<String, Long> counts) {
    for (ServerHarm harm : ServerHarm.values()) {
      counts.put(of(harm), faults.hit(harm));
    }
    Set<UUID> unknown =
        evidence.events(EventKind.ENQUEUE_UNKNOWN).map(Event::task).collect(toSet());
    Set<Claim> reached = new Hands(evidence).all().keySet();
    counts.put(UNKNOWN, (long) unknown.size());
    counts.put(
        UNKNOWN_COMMITTED,
        evidence.orders().stream().filter(order -> unknown.contains(order.task())).count());
    counts.put(BROKEN_OFF, brokenOff(evidence).count());
    counts.put(
        CLAIMS_UNHEARD,
        trail.claims().keySet().stream().filter(claim -> !reached.contains(claim)).count());
    counts.put(
        CLAIMS_UNDONE,
        reached.stream().filter(claim -> !trail.claims().containsKey(claim)).count());
  }

  private static long neverTold(Evidence evidence, Trail trail) {
    Set<Claim> told = told(evidence, event -> true);
    return trail.overtaken().keySet().stream().filter(claim -> !told.contains(claim)).count();
  }

  private static Set<Claim> told(Evidence evidence, Predicate<Event> fit) {
    return evidence.events(EventKind.LOST).filter(fit).map(Claim::of).collect(toSet());
  }
}
