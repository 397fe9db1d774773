package io.celers.broker.examples.reliability.fencing;

import static java.util.Objects.requireNonNull;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.reliability.fencing.HolderVerb.Hands;
import io.celers.broker.examples.reliability.fencing.Race.Course;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.RunningTask;
import io.celers.broker.worker.Worker;
import io.celers.broker.worker.WorkerListener;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Races of a worker with others for what it has in hand: its leases are made to end, and the others
 * claim while it sends heartbeats and while its handlers end.
 */
final class WorkerTrack implements AutoCloseable {

  /** As many as it takes, so that it claims nothing meanwhile. */
  static final int SLOTS = 16;

  private static final String QUEUE = "worked";
  private static final TaskType<byte[]> TYPE = TaskType.ofBytes("worked").queue(QUEUE);
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(2);
  private static final String END_LEASES =
      "update celers.celers_tasks set visible_at = clock_timestamp() where id = any (?)";

  private static final String LEFT =
      "select count(*) from celers.celers_tasks where queue = 'worked'"
          + " and state in ('pending', 'processing')";

  /** What ends a task whatever its worker does. */
  private static final List<HolderVerb> FRESH =
      List.of(
          HolderVerb.ACK,
          HolderVerb.ACK_ALL,
          HolderVerb.ACK_WITH_RESULT,
          HolderVerb.DISCARD,
          HolderVerb.CANCEL,
          HolderVerb.DEAD_LETTER,
          HolderVerb.TRANSACTIONAL_ACK,
          HolderVerb.EXTEND,
          HolderVerb.EXTEND_ALL);

  private final Hands hands;
  private final HarnessServer server;
  private final Random random;
  private final Set<Delivery> claims = ConcurrentHashMap.newKeySet();
  private final Map<UUID, CountDownLatch> ends = new ConcurrentHashMap<>();
  private final Map<Delivery, Call> told = new ConcurrentHashMap<>();
  private final Worker worker;

  WorkerTrack(Hands hands, HarnessServer server, Random random) {
    this.hands = hands;
    this.server = server;
    this.random = random;
    this.worker =
        hands
            .broker()
            .worker()
            .handle(TYPE, (bytes, task) -> work(task))
            .concurrency(SLOTS)
            .prefetch(0)
            .lease(LEASE)
            .listener(new Told())
            .start();
  }

  /** Claims and answers of the worker; tasks of one claim share its receipt. */
  private final class Told implements WorkerListener {
    @Override
    public void claimed(List<Delivery> deliveries) {
      claims.addAll(deliveries);
    }

    @Override
    public void settled(Delivery delivery, Settlement.Settled settlement) {
      tell(delivery, settlement.fate().name());
    }

    @Override
    public void lost(Delivery delivery, NotHeld why) {
      tell(delivery, why.getClass().getSimpleName());
    }

    @Override
    public void unreported(Delivery delivery, RuntimeException error) {
      tell(delivery, "threw " + error);
    }

    private void tell(Delivery delivery, String word) {
      long now = System.nanoTime();
      told.merge(
          delivery,
          new Call(delivery.receipt(), HolderVerb.HEARTBEAT, word, now, now),
          (one, other) -> one.withTold(one.told() + ", then " + other.told()));
    }
  }

  private void work(RunningTask task) throws InterruptedException {
    end(task.delivery().id()).await();
  }

  private CountDownLatch end(UUID task) {
    return ends.computeIfAbsent(task, any -> new CountDownLatch(1));
  }

  /** Races for as many tasks as the worker takes. */
  List<RaceRun> round() throws Exception {
    claims.clear();
    ends.clear();
    told.clear();
    Map<UUID, Race> races = races();
    await(() -> first().size() == SLOTS);
    Map<UUID, Delivery> stale = first();
    endLeases(races.keySet().toArray(UUID[]::new));
    Map<UUID, Delivery> taken = new HashMap<>();
    Map<UUID, List<Call>> calls = new HashMap<>();
    CyclicBarrier start = new CyclicBarrier(2);
    Thread ending = new Thread(() -> endHandlers(start, races), "fencing-handlers");
    ending.start();
    start.await();
    Optional<Delivery> next = claim();
    while (next.isPresent()) {
      Delivery fresh = next.get();
      taken.put(fresh.id(), fresh);
      calls.put(fresh.id(), settled(requireNonNull(races.get(fresh.id())).fresh(), fresh));
      next = claim();
    }
    ending.join();
    // what nobody took away from it the worker may end; of the rest a heartbeat has to tell it
    races.keySet().stream().filter(id -> !taken.containsKey(id)).forEach(id -> end(id).countDown());
    await(this::isOver);
    List<RaceRun> runs = new ArrayList<>();
    races.forEach(
        (id, race) -> {
          List<UUID> receipts = new ArrayList<>();
          List<Call> all = new ArrayList<>(calls.getOrDefault(id, List.of()));
          claims.stream()
              .filter(claim -> claim.id().equals(id))
              .forEach(
                  claim -> {
                    receipts.add(claim.receipt());
                    all.add(requireNonNull(told.get(claim)).withVerb(race.stale()));
                  });
          Optional.ofNullable(taken.get(id)).map(Delivery::receipt).ifPresent(receipts::add);
          runs.add(new RaceRun(race, id, requireNonNull(stale.get(id)).receipt(), receipts, all));
        });
    return runs;
  }

  /** Of the worker's claims the first one for each task. */
  private Map<UUID, Delivery> first() {
    Map<UUID, Delivery> first = new HashMap<>();
    claims.forEach(
        claim ->
            first.merge(
                claim.id(),
                claim,
                (one, other) -> one.deliveries() < other.deliveries() ? one : other));
    return first;
  }

  private Map<UUID, Race> races() {
    Map<UUID, Race> races = new HashMap<>();
    List<NewTask<byte[]>> tasks = Collections.nCopies(SLOTS, TYPE.with(new byte[] {1}));
    for (Enqueued enqueued : hands.broker().enqueueAll(tasks)) {
      HolderVerb stale = random.nextBoolean() ? HolderVerb.HEARTBEAT : HolderVerb.ACK_ALL;
      HolderVerb fresh = FRESH.get(random.nextInt(FRESH.size()));
      races.put(enqueued.id(), new Race(Course.WORKER, stale, fresh, Duration.ZERO, Duration.ZERO));
    }
    return races;
  }

  private void endLeases(UUID[] tasks) throws SQLException {
    try (Connection connection = server.connect();
        PreparedStatement statement = connection.prepareStatement(END_LEASES)) {
      statement.setArray(1, connection.createArrayOf("uuid", tasks));
      statement.executeUpdate();
    }
  }

  /** Of those whose worker settles them, while others claim them. */
  private void endHandlers(CyclicBarrier start, Map<UUID, Race> races) {
    try {
      start.await();
      races.forEach(
          (id, race) -> {
            if (race.stale() == HolderVerb.ACK_ALL) {
              end(id).countDown();
            }
          });
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("a race has not begun", e);
    }
  }

  /** Also of what the worker has claimed again, and perhaps not heard of yet. */
  private boolean isOver() {
    return worker.inHand() == 0 && told.keySet().containsAll(claims) && left() == 0;
  }

  private long left() {
    try {
      return server.number(LEFT);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot see what is left", e);
    }
  }

  private Optional<Delivery> claim() {
    return hands.broker().queue(QUEUE).lease(HOUR).dequeue();
  }

  private List<Call> settled(HolderVerb verb, Delivery fresh) {
    List<Call> calls = new ArrayList<>();
    calls.add(call(verb, fresh));
    if (calls.get(0).isExtended()) {
      calls.add(call(HolderVerb.ACK, fresh));
    }
    return calls;
  }

  private Call call(HolderVerb verb, Delivery fresh) {
    long began = System.nanoTime();
    String answer = verb.told(hands, fresh);
    return new Call(fresh.receipt(), verb, answer, began, System.nanoTime());
  }

  private static void await(BooleanSupplier until) {
    long begin = System.nanoTime();
    while (!until.getAsBoolean()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new IllegalStateException("the worker does not go on");
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  @Override
  public void close() {
    worker.close();
  }
}
