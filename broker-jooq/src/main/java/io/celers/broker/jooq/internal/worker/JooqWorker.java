package io.celers.broker.jooq.internal.worker;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.jooq.internal.claim.FlooredClaims;
import io.celers.broker.jooq.internal.claim.QueueClaims;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.thread.Daemons;
import io.celers.broker.schedule.RunningSchedules;
import io.celers.broker.task.Limits;
import io.celers.broker.worker.Drained;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a worker together, starts them, and stops them in the right order. */
final class JooqWorker implements Worker {

  private static final Logger LOG = LoggerFactory.getLogger(JooqWorker.class);

  /** What handlers that were interrupted at the end get to settle their tasks. */
  private static final Duration LAST_GRACE = Duration.ofSeconds(1);

  /**
   * A claim that is under way has to be waited for: what it brings is to be given back. So with
   * upkeep, which itself gives tasks back.
   */
  private static final Duration LAST_CLAIM = Duration.ofSeconds(10);

  private final WorkerSettings settings;
  private final InHand inHand = new InHand();
  private final Listeners listeners;
  private final Slots slots;
  private final Completer completer;
  private final Releases releases;
  private final @Nullable Completions groups;
  private final TaskRunner runner;
  private final ClaimLoop claimLoop;
  private final Heartbeats heartbeats;
  private final Upkeep upkeep;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Executor executor;
  private final @Nullable ExecutorService ownExecutor;
  private final Thread claiming;
  private final Thread beating;
  private final Thread upkeeping;
  private final @Nullable Thread completing;
  private @Nullable RunningSchedules schedules;
  private @Nullable Drained drained;

  private JooqWorker(WorkerContext context, WorkerSettings settings) {
    Database database = context.database();
    this.settings = settings;
    Settler settler = context.settlers().apply(database);
    String name = "celers-worker-" + database.schema();
    this.listeners = new Listeners(settings.listeners(), this::stopBecause);
    this.slots = new Slots(settings.concurrency(), settings.prefetch(), this::run, this::keepsUp);
    this.completer = new Completer(settler, inHand, listeners, settings.lease());
    this.releases = new Releases(settler, inHand, listeners, completer);
    this.groups =
        settings
            .groups()
            .map(group -> new Completions(completer, group.size(), group.linger(), slots::caughtUp))
            .orElse(null);
    this.runner =
        new TaskRunner(
            inHand,
            listeners,
            completer,
            new Rollbacks(settler, slots, listeners, completer, settings.lease()),
            groups,
            settings.interceptors(),
            settings.lease(),
            this::stopBecause);
    List<String> queues = List.copyOf(settings.weights().keySet());
    Collection<String> names = settings.handlers().keySet();
    this.claimLoop =
        new ClaimLoop(
            shares(context, settings),
            settings.handlers(),
            inHand,
            slots,
            listeners,
            new Sleep(database, context.listener(), queues),
            settings.pollInterval());
    this.heartbeats =
        new Heartbeats(
            database.reserve(Heartbeats.longestSilence(settings.lease())),
            inHand,
            slots,
            listeners,
            new Registry(settings.workerId(), queues, settings.concurrency()),
            settings.lease(),
            settings.concurrency());
    this.upkeep =
        new Upkeep(
            database,
            context.maintenance(),
            queues,
            names,
            slots,
            listeners,
            releases::release,
            this::stopBecause);
    this.ownExecutor =
        settings.executor().isPresent() ? null : HandlerThreads.open(name + "-handler");
    this.executor = ownExecutor == null ? settings.executor().orElseThrow() : ownExecutor;
    this.claiming = Daemons.of(name + "-claims", guarded(claimLoop));
    this.beating = Daemons.of(name + "-heartbeats", guarded(this::beat));
    this.upkeeping = Daemons.of(name + "-upkeep", guarded(upkeep));
    this.completing = groups == null ? null : Daemons.of(name + "-completions", guarded(groups));
  }

  static JooqWorker start(WorkerContext context, WorkerSettings settings) {
    JooqWorker worker = new JooqWorker(context, settings);
    if (settings.schedules()) {
      worker.schedules = context.schedules().start();
    }
    worker.beating.start();
    if (worker.completing != null) {
      worker.completing.start();
    }
    worker.upkeeping.start();
    worker.claiming.start();
    return worker;
  }

  private static List<QueueShare> shares(WorkerContext context, WorkerSettings settings) {
    List<QueueShare> shares = new ArrayList<>();
    settings
        .weights()
        .forEach(
            (queue, weight) -> {
              List<String> together = new ArrayList<>();
              List<QueueShare.LimitedType> limited = new ArrayList<>();
              for (Handler handler : settings.handlers().values()) {
                if (handler.limits().concurrency().isEmpty()) {
                  together.add(handler.name());
                } else {
                  limited.add(
                      new QueueShare.LimitedType(
                          handler, claims(context, settings, queue, List.of(handler.name()))));
                }
              }
              shares.add(
                  new QueueShare(
                      weight,
                      together.isEmpty() ? null : claims(context, settings, queue, together),
                      limited));
            });
    return shares;
  }

  private static FlooredClaims claims(
      WorkerContext context, WorkerSettings settings, String queue, Collection<String> names) {
    return new FlooredClaims(
        QueueClaims.of(
            context.database(),
            context.measurements(),
            queue,
            settings.workerId(),
            settings.lease(),
            names),
        unheard ->
            context.settlers().apply(context.database()).releaseAll(Releases.atOnce(unheard)));
  }

  /** A part that ended by itself would leave a worker that only seems to live. */
  private Runnable guarded(Runnable part) {
    return () -> {
      try {
        part.run();
      } catch (Throwable fatal) {
        stopBecause(fatal);
      }
    };
  }

  /** Without heartbeats what runs is not the worker's for longer than its leases last. */
  private void beat() {
    try {
      heartbeats.run();
    } catch (Throwable fatal) {
      try {
        stopBecause(fatal);
      } finally {
        heartbeats.lapse();
      }
    }
  }

  private boolean keepsUp() {
    return groups == null || !groups.isBehind();
  }

  private boolean run(Turn turn) {
    try {
      executor.execute(ownExecutor == null ? () -> runOnce(turn) : () -> runAndGoOn(turn));
      return true;
    } catch (Throwable e) {
      LOG.error("the executor refused {}", turn.tasks(), e);
      releases.release(turn.tasks());
      return false;
    }
  }

  /** An executor of the application's sees each turn by itself: it may put something around it. */
  private void runOnce(Turn turn) {
    if (runner.run(turn)) {
      slots.free();
    }
  }

  /** To hand a short task over to another thread takes longer than to run it. */
  private void runAndGoOn(Turn first) {
    Turn turn = first;
    while (turn != null && runner.run(turn)) {
      // What a handler has left behind is none of the next one's business.
      Thread.interrupted();
      turn = slots.pass();
    }
  }

  /** Once; whoever is told of it may fail for the same reason. */
  private void stopBecause(Throwable fatal) {
    if (stopping.getAndSet(true)) {
      return;
    }
    LOG.error("the worker stops", fatal);
    listeners.tell(listener -> listener.stopping(fatal));
    Daemons.of("celers-worker-stop", this::close).start();
  }

  @Override
  public int inHand() {
    return inHand.count();
  }

  @Override
  public void close() {
    drain(settings.closeTimeout());
  }

  @Override
  public synchronized Drained drain(Duration timeout) {
    Limits.requireUpTo("timeout", timeout, Limits.LONGEST_DURATION);
    if (drained == null) {
      drained = stop(timeout);
    }
    return drained;
  }

  /**
   * Claims nothing more, gives back what waits, lets the running ones end, settles them, and only
   * then lets go of the leases.
   */
  private Drained stop(Duration timeout) {
    Deadline deadline = new Deadline(timeout);
    int released;
    try {
      released = finish(deadline);
    } finally {
      completer.hurry();
      heartbeats.close();
      new Deadline(LAST_GRACE).join(beating);
      if (ownExecutor != null) {
        ownExecutor.shutdown();
      }
    }
    return new Drained(released, abandoned());
  }

  /** Says how many were given back. */
  private int finish(Deadline deadline) {
    completer.ending();
    claimLoop.close();
    upkeep.close();
    if (schedules != null) {
      schedules.close();
    }
    Deadline lastClaim = new Deadline(LAST_CLAIM);
    lastClaim.join(claiming);
    lastClaim.join(upkeeping);
    int released = releases.release(slots.withdrawAll());
    if (!deadline.await(slots::awaitIdle)) {
      long now = System.nanoTime();
      inHand.all().forEach(task -> task.stop(HeldTask.Stop.ABANDONED, now));
      new Deadline(LAST_GRACE).await(slots::awaitIdle);
    }
    // Batches that were rolled back meanwhile.
    released += releases.release(slots.withdrawAll());
    if (groups != null) {
      groups.close();
    }
    deadline.atLeast(LAST_GRACE).join(completing);
    return released;
  }

  private List<Delivery> abandoned() {
    return Stream.concat(inHand.all().stream(), completer.unreported().stream())
        .map(HeldTask::delivery)
        .toList();
  }
}
