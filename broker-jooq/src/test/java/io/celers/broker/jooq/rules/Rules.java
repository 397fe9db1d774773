package io.celers.broker.jooq.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;

/** How every rule is tried: on enough classes, and on an offender. */
final class Rules {

  private Rules() {}

  static void holds(ArchRule rule, JavaClasses classes, int atLeast) {
    assertThat(classes.size()).as("classes that the rule looks at").isGreaterThan(atLeast);

    rule.check(classes);
  }

  /** The proof that the rule fires, and says what it found. */
  static void fires(ArchRule rule, JavaClasses offenders, String... found) {
    assertThat(offenders.size()).as("offenders").isPositive();

    assertThatThrownBy(() -> rule.check(offenders))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(found);
  }
}
