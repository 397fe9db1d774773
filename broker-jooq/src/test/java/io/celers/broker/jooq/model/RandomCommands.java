package io.celers.broker.jooq.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Lists of commands; each seed has its own. */
final class RandomCommands {

  static final List<String> QUEUES = List.of("a", "b");

  /** Commands are about the last tasks, so that something has happened to them and more will. */
  private static final int REMEMBERED = 4;

  private final Random random;
  private final List<String> recent = new ArrayList<>();
  private final TreeMap<String, TaskSpec> withOwnIds = new TreeMap<>();
  private int made;

  private RandomCommands(long seed) {
    random = new Random(seed);
  }

  static List<Command> list(long seed, int length) {
    RandomCommands commands = new RandomCommands(seed);
    return IntStream.range(0, length).mapToObj(i -> commands.next()).toList();
  }

  private Command next() {
    int kind = random.nextInt(100);
    if (kind < 20 || recent.isEmpty()) {
      return enqueue();
    }
    if (kind < 42) {
      return new Dequeue(
          one(List.of(List.of("a"), List.of("b"), List.of("a", "b"), List.of("b", "a"))),
          1 + random.nextInt(4),
          1 + random.nextInt(3));
    }
    if (kind < 52) {
      return new Settle(one(Settle.Verb.values()), holds(), 1 + random.nextInt(3));
    }
    if (kind < 62) {
      return new Reject(
          holds().stream()
              .map(hold -> new Verdict(hold, one(Verdict.Kind.values()), random.nextInt(3)))
              .toList());
    }
    if (kind < 75) {
      return new MoveClock(random.nextInt(8) == 0 ? -1 - random.nextInt(2) : 1 + random.nextInt(3));
    }
    if (kind < 78) {
      return new Cancel(one(recent));
    }
    if (kind < 82) {
      return new Pause(one(QUEUES), random.nextInt(3) == 0 ? Pause.Verb.PAUSE : Pause.Verb.RESUME);
    }
    if (kind < 91) {
      return new Operate(one(Operate.Verb.values()), which());
    }
    return new Maintain(one(Maintain.Verb.values()), 1 + random.nextInt(3));
  }

  private Command enqueue() {
    if (!withOwnIds.isEmpty() && random.nextInt(8) == 0) {
      TaskSpec again = one(List.copyOf(withOwnIds.values()));
      return new EnqueueOne(random.nextInt(4) == 0 ? withContent(again, "other") : again);
    }
    return switch (random.nextInt(6)) {
      case 0 -> new EnqueueMany(EnqueueMany.Way.ALL, some(true));
      case 1 -> new EnqueueMany(EnqueueMany.Way.BULK, some(false));
      case 2 -> {
        TaskSpec own = spec("", true);
        withOwnIds.put(own.task(), own);
        yield new EnqueueOne(own);
      }
      default -> new EnqueueOne(spec(key(), false));
    };
  }

  private List<TaskSpec> some(boolean withKeys) {
    return IntStream.rangeClosed(0, 1 + random.nextInt(3))
        .mapToObj(i -> spec(withKeys ? key() : "", false))
        .toList();
  }

  private TaskSpec spec(String key, boolean ownId) {
    String name = "t" + ++made;
    recent.add(name);
    if (recent.size() > REMEMBERED) {
      recent.remove(0);
    }
    return new TaskSpec(
        name,
        one(QUEUES),
        one(List.of(0, 4, 4, 9)),
        one(List.of(0, 0, 0, 1, 3)),
        one(List.of(BrokerModel.NEVER, BrokerModel.NEVER, 1, 2, 5)),
        random.nextInt(3),
        key,
        ownId,
        "content");
  }

  private static TaskSpec withContent(TaskSpec of, String content) {
    return new TaskSpec(
        of.task(),
        of.queue(),
        of.priority(),
        of.delay(),
        of.timeToLive(),
        of.retries(),
        of.key(),
        of.ownId(),
        content);
  }

  private String key() {
    return one(List.of("", "", "k", "l"));
  }

  private List<Hold> holds() {
    return IntStream.rangeClosed(0, random.nextInt(3))
        .mapToObj(i -> new Hold(one(recent), random.nextInt(3) == 0 ? 1 : 0))
        .distinct()
        .toList();
  }

  private Which which() {
    return random.nextInt(3) == 0
        ? new Which(Which.Kind.QUEUE, one(QUEUES))
        : new Which(Which.Kind.TASK, one(recent));
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private <T> T one(T[] all) {
    return all[random.nextInt(all.length)];
  }
}
