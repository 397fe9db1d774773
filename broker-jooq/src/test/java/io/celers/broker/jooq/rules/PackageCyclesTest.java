package io.celers.broker.jooq.rules;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.celers.broker.jooq.rules.BrokerClasses.API;
import static io.celers.broker.jooq.rules.BrokerClasses.JOOQ;
import static io.celers.broker.jooq.rules.BrokerClasses.SCHEMA;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.celers.broker.jooq.rules.offenders.here.Here;
import io.celers.broker.jooq.rules.offenders.there.There;
import org.junit.jupiter.api.Test;

/** Packages depend on each other in one direction, a parent package being one like any other. */
class PackageCyclesTest {

  private static final ArchRule NO_CYCLES =
      slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

  @Test
  void noCyclesInTheApi() {
    Rules.holds(NO_CYCLES, API, 40);
  }

  @Test
  void noCyclesInTheBroker() {
    Rules.holds(NO_CYCLES, JOOQ, 40);
  }

  @Test
  void noCyclesInTheSchema() {
    Rules.holds(NO_CYCLES, SCHEMA, 5);
  }

  @Test
  void fires() {
    Rules.fires(NO_CYCLES, BrokerClasses.of(Here.class, There.class), "Cycle detected");
  }

  private static final class ByPackage implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "each package";
    }
  }
}
