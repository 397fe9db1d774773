package io.celers.broker.examples.reliability.checker.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one rule found. Not safe for use by many threads. */
public final class Findings {

  private static final int SHOWN = 10;

  private long checked;
  private long violations;
  private final List<String> examples = new ArrayList<>();

  /**
   * Counts one thing that was looked at, and what is wrong with it.
   *
   * @param violation a format for {@link String#formatted}, only used if it does not hold
   */
  public void expect(boolean holds, String violation, @Nullable Object... values) {
    checked++;
    if (!holds) {
      violations++;
      if (examples.size() < SHOWN) {
        examples.add(violation.formatted(values));
      }
    }
  }

  /** How many things were looked at. */
  public long checked() {
    return checked;
  }

  /** How many of them were wrong. */
  public long violations() {
    return violations;
  }

  /** The first of them. */
  public List<String> examples() {
    return List.copyOf(examples);
  }
}
