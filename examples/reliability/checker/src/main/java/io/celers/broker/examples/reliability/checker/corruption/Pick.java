package io.celers.broker.examples.reliability.checker.corruption;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/** One of a list, at random. */
final class Pick {

  private Pick() {}

  /** One that is fit, if there is any. */
  static <T> Optional<T> one(List<T> list, Predicate<T> fit, Random random) {
    List<T> fits = list.stream().filter(fit).toList();
    return fits.isEmpty() ? Optional.empty() : Optional.of(fits.get(random.nextInt(fits.size())));
  }

  /** The list with other elements in the place of one of those that are fit. */
  static <T> Optional<List<T>> replace(
      List<T> list, Predicate<T> fit, Function<T, List<T>> by, Random random) {
    return one(list, fit, random)
        .map(
            chosen -> {
              List<T> changed = new ArrayList<>(list.size() + 1);
              for (T element : list) {
                if (element == chosen) {
                  changed.addAll(by.apply(element));
                } else {
                  changed.add(element);
                }
              }
              return changed;
            });
  }
}
