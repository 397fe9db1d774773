package io.celers.broker.query;

import io.celers.broker.task.Limits;
import java.util.LinkedHashSet;
import java.util.Set;

/** Checks the names of a criterion. */
final class Names {

  private Names() {}

  static Set<String> of(String what, String... values) {
    Set<String> names = new LinkedHashSet<>();
    for (String value : values) {
      names.add(Limits.requireName(what, value));
    }
    return Set.copyOf(names);
  }
}
