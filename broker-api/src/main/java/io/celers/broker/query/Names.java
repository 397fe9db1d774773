package io.celers.broker.query;

import io.celers.broker.task.Limits;
import java.util.LinkedHashSet;
import java.util.Set;

/** Checks the values of a criterion. */
final class Names {

  private Names() {}

  static Set<String> of(String what, String... values) {
    requireAny(what, values.length);
    Set<String> names = new LinkedHashSet<>();
    for (String value : values) {
      names.add(Limits.requireName(what, value));
    }
    return Set.copyOf(names);
  }

  /** An empty criterion would match everything, and a purge or a cancel may follow. */
  static void requireAny(String what, int number) {
    if (number == 0) {
      throw new IllegalArgumentException("at least one " + what + " must be given, was none");
    }
  }
}
