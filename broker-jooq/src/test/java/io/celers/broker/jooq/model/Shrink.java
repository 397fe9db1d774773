package io.celers.broker.jooq.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a list that fails as short and simple as it can be while it still fails. */
final class Shrink {

  private Shrink() {}

  /**
   * Leaves out pieces, from halves down to single items, until none can be left out; then puts
   * simpler items in their places.
   *
   * @param simpler of an item, each truly simpler
   * @param fails of the list given it must say so
   */
  static <T> List<T> smallest(
      List<T> failing, Function<T, Stream<T>> simpler, Predicate<List<T>> fails) {
    List<T> smallest = shortest(failing, fails);
    for (int i = 0; i < smallest.size(); i++) {
      List<T> before = smallest;
      int place = i;
      var better =
          simpler
              .apply(smallest.get(i))
              .map(item -> with(before, place, item))
              .filter(fails)
              .findFirst();
      if (better.isPresent()) {
        smallest = better.get();
        i--;
      }
    }
    return smallest;
  }

  private static <T> List<T> shortest(List<T> failing, Predicate<List<T>> fails) {
    List<T> shortest = failing;
    int piece = Math.max(1, shortest.size() / 2);
    while (true) {
      boolean shorter = false;
      for (int from = 0; from < shortest.size(); ) {
        List<T> rest = without(shortest, from, Math.min(from + piece, shortest.size()));
        if (fails.test(rest)) {
          shortest = rest;
          shorter = true;
        } else {
          from += piece;
        }
      }
      if (piece == 1 && !shorter) {
        return shortest;
      }
      piece = Math.max(1, piece / 2);
    }
  }

  /** The lists that are one item shorter; none if there is only one. */
  static <T> Stream<List<T>> withoutOne(List<T> items) {
    return items.size() < 2
        ? Stream.empty()
        : IntStream.range(0, items.size()).mapToObj(i -> without(items, i, i + 1));
  }

  private static <T> List<T> without(List<T> items, int from, int to) {
    List<T> rest = new ArrayList<>(items.subList(0, from));
    rest.addAll(items.subList(to, items.size()));
    return rest;
  }

  private static <T> List<T> with(List<T> items, int place, T item) {
    List<T> changed = new ArrayList<>(items);
    changed.set(place, item);
    return changed;
  }
}
