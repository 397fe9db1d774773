package io.celers.broker.advice;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * A number that a finding rests on.
 *
 * @param name what was measured or computed: "pending", "lag"
 * @param value the number; what was computed is rounded to six digits
 * @param unit what it counts
 */
public record Evidence(String name, BigDecimal value, Unit unit) {

  /** A count. */
  static Evidence of(String name, long value, Unit unit) {
    return new Evidence(name, BigDecimal.valueOf(value), unit);
  }

  /** A mean or ratio. */
  static Evidence of(String name, double value, Unit unit) {
    return new Evidence(name, Figures.number(value), unit);
  }

  static Evidence of(String name, Duration value) {
    return of(name, Figures.seconds(value), Unit.SECONDS);
  }

  static Evidence of(String name, Rate value) {
    return of(name, value.perSecond(), Unit.TASKS_PER_SECOND);
  }

  /** As {@code pending = 1000 tasks}. */
  @Override
  public String toString() {
    String number = name + " = " + value.toPlainString();
    return unit == Unit.NUMBER ? number : number + " " + unit.symbol();
  }
}
