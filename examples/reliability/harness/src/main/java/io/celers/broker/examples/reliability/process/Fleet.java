package io.celers.broker.examples.reliability.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Processes of one role that replace each other: each has a place, and in it a number, as in {@code
 * worker-2.7}. Safe for use by many threads.
 */
public final class Fleet implements AutoCloseable {

  private final Role role;
  private final Path histories;
  private final Arguments arguments;
  private final List<ChildProcess> places = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();
  private final Set<Integer> taken = new HashSet<>();

  /** Starts so many. */
  public Fleet(Role role, int size, Path histories, Arguments arguments) {
    this.role = role;
    this.histories = histories;
    this.arguments = arguments;
    for (int place = 0; place < size; place++) {
      numbers.add(0);
      places.add(started(place));
    }
  }

  /**
   * Takes a place whose process is well and at work, for as long as something is done to it; empty
   * if that would leave fewer than this many that are well.
   */
  public synchronized Optional<Integer> take(Random random, int left) {
    List<Integer> well = new ArrayList<>();
    for (int place = 0; place < places.size(); place++) {
      if (!taken.contains(place) && places.get(place).isAlive() && places.get(place).isReady()) {
        well.add(place);
      }
    }
    if (well.size() <= left) {
      return Optional.empty();
    }
    int place = well.get(random.nextInt(well.size()));
    taken.add(place);
    return Optional.of(place);
  }

  /** Gives it back. */
  public synchronized void giveBack(int place) {
    taken.remove(place);
  }

  /** Who has the place now. */
  public synchronized ChildProcess at(int place) {
    return places.get(place);
  }

  /** Starts another process in a place. */
  public synchronized void replace(int place) {
    places.set(place, started(place));
  }

  /**
   * Looks whether all run to whom nothing is being done.
   *
   * @throws IllegalStateException if one has ended by itself
   */
  public synchronized void requireAlive() {
    for (int place = 0; place < places.size(); place++) {
      if (!taken.contains(place) && !places.get(place).isAlive()) {
        throw new IllegalStateException(places.get(place).name() + " has ended, see its log");
      }
    }
  }

  /** Tells all to stop, and waits for them. */
  public synchronized void stop() {
    places.forEach(ChildProcess::stop);
  }

  /** Kills what still runs, in whatever state it is. */
  @Override
  public synchronized void close() {
    places.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
  }

  private ChildProcess started(int place) {
    int number = numbers.get(place) + 1;
    numbers.set(place, number);
    String name = "%s-%d.%d".formatted(role.word(), place + 1, number);
    return ChildProcess.start(role, name, histories, arguments);
  }
}
