package io.celers.broker.examples.reliability.fencing;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.examples.reliability.fencing.HolderVerb.Hands;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs races, one after the other, in a queue that holds nothing else. */
final class RaceTrack implements AutoCloseable {

  private static final byte[] PAYLOAD = {1, 2, 3};
  private static final int RUNNERS = 3;
  private static final int RETRIES = 100;

  /** Ends before the next statement begins. */
  private static final Duration MOMENT = Duration.ofNanos(1_000);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONGEST_RACE = Duration.ofMinutes(1);

  private final Hands hands;
  private final String queue;
  private final TaskType<byte[]> type;
  private final ExecutorService runners = Executors.newFixedThreadPool(RUNNERS);

  RaceTrack(Hands hands, String queue) {
    this.hands = hands;
    this.queue = queue;
    this.type =
        TaskType.ofBytes("raced")
            .queue(queue)
            .maxRetries(RETRIES)
            .retryPolicy(RetryPolicy.immediate());
  }

  /** Somebody who takes part. */
  private interface Runner {
    void run() throws Exception;
  }

  /** What the holders of one task have done so far; used by all of them. */
  private final class Heat {
    private final UUID task = hands.broker().enqueue(type.with(PAYLOAD)).id();
    private final List<Delivery> claims = Collections.synchronizedList(new ArrayList<>());
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

    Optional<Delivery> claim(Duration lease) {
      Optional<Delivery> claimed = hands.broker().queue(queue).lease(lease).dequeue();
      claimed.ifPresent(claims::add);
      return claimed;
    }

    Delivery claimed(Duration lease) {
      return claim(lease).orElseThrow(() -> new IllegalStateException(task + " is not due"));
    }

    void call(HolderVerb verb, Delivery held) {
      long began = System.nanoTime();
      String told = verb.told(hands, held);
      calls.add(new Call(held.receipt(), verb, told, began, System.nanoTime()));
    }

    /** Lets the last holder have its way, or another one; afterwards the task has ended. */
    void finish() {
      for (Delivery held : List.copyOf(claims)) {
        boolean open =
            calls.stream()
                .filter(call -> call.receipt().equals(held.receipt()))
                .allMatch(call -> call.isExtended() || call.isRolledBack());
        if (open) {
          call(HolderVerb.ACK, held);
        }
      }
      claim(HOUR).ifPresent(held -> call(HolderVerb.ACK, held));
    }
  }

  /** Runs one; who looks at the tables later puts together what came of it. */
  RaceRun run(Race race) throws Exception {
    Heat heat = new Heat();
    Delivery stale = heat.claimed(MOMENT);
    List<Runner> others = others(race, heat);
    List<Runner> all = new ArrayList<>();
    all.add(() -> delayed(race.staleWaits(), () -> heat.call(race.stale(), stale)));
    others.forEach(other -> all.add(() -> delayed(race.freshWaits(), other)));
    together(all);
    heat.finish();
    return new RaceRun(
        race,
        heat.task,
        stale.receipt(),
        heat.claims.stream().map(Delivery::receipt).toList(),
        List.copyOf(heat.calls));
  }

  private static List<Runner> others(Race race, Heat heat) {
    return switch (race.course()) {
      case CLAIM ->
          List.of(() -> heat.claim(HOUR).ifPresent(held -> heat.call(race.fresh(), held)));
      case SETTLE -> {
        Delivery fresh = heat.claimed(HOUR);
        yield List.of(() -> heat.call(race.fresh(), fresh));
      }
      case REPEAT -> {
        Delivery fresh = heat.claimed(HOUR);
        heat.call(race.fresh(), fresh);
        yield List.of(() -> heat.call(race.fresh(), fresh), () -> heat.claim(HOUR));
      }
      case TWO_STALE -> {
        Delivery other = heat.claimed(MOMENT);
        Delivery fresh = heat.claimed(HOUR);
        yield List.of(() -> heat.call(race.stale(), other), () -> heat.call(race.fresh(), fresh));
      }
      case WORKER -> throw new IllegalArgumentException("a worker has to run for that");
    };
  }

  private void together(List<Runner> all) throws Exception {
    CyclicBarrier start = new CyclicBarrier(all.size());
    List<Future<?>> ends = new ArrayList<>();
    for (Runner runner : all) {
      ends.add(
          runners.submit(
              () -> {
                start.await();
                runner.run();
                return null;
              }));
    }
    for (Future<?> end : ends) {
      end.get(LONGEST_RACE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Busily: a sleep is longer than what is to be met. */
  private static void delayed(Duration wait, Runner then) throws Exception {
    long until = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    then.run();
  }

  @Override
  public void close() {
    runners.shutdownNow();
  }
}
