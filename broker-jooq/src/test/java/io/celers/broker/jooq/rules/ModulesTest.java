package io.celers.broker.jooq.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.celers.broker.jooq.rules.BrokerClasses.API;
import static io.celers.broker.jooq.rules.BrokerClasses.GENERATED;
import static io.celers.broker.jooq.rules.BrokerClasses.INTERNAL;
import static io.celers.broker.jooq.rules.BrokerClasses.IN_API;
import static io.celers.broker.jooq.rules.BrokerClasses.JOOQ;
import static io.celers.broker.jooq.rules.BrokerClasses.JOOQ_ROOT;
import static io.celers.broker.jooq.rules.BrokerClasses.ROOT;
import static io.celers.broker.jooq.rules.BrokerClasses.SCHEMA;
import static io.celers.broker.jooq.rules.BrokerClasses.SCHEMA_ROOT;
import static io.celers.broker.jooq.rules.BrokerClasses.TESTDB;
import static io.celers.broker.jooq.rules.BrokerClasses.TESTDB_ROOT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.celers.broker.jooq.internal.sql.OwnPool;
import io.celers.broker.jooq.rules.offenders.ApiOffender;
import io.celers.broker.jooq.rules.offenders.GeneratedOffender;
import io.celers.broker.jooq.rules.offenders.LeakOffender;
import io.celers.broker.jooq.rules.offenders.LibraryOffender;
import io.celers.broker.jooq.rules.offenders.SchemaOffender;
import org.junit.jupiter.api.Test;

/** Who may see whom among the modules, and which class knows which library. */
class ModulesTest {

  private static final DescribedPredicate<JavaClass> JAVA_BUT_JDBC =
      resideInAnyPackage("java..", "javax.crypto..").and(not(resideInAPackage("java.sql..")));

  private static final ArchRule API_SEES_ONLY_JAVA =
      classes()
          .should()
          .onlyDependOnClassesThat(JAVA_BUT_JDBC.or(IN_API).or(resideInAPackage("org.jspecify..")));

  private static final ArchRule GENERATED_SEES_ONLY_JOOQ =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jooq..", "org.jspecify..", ROOT + ".generated..");

  private static final ArchRule ONLY_THE_BINDING_SEES_JDBC =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".generated.binding")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");

  private static final ArchRule BROKER_SEES_NO_MIGRATIONS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SCHEMA_ROOT, TESTDB_ROOT, "org.flywaydb..");

  private static final ArchRule SCHEMA_SEES_NOTHING_OF_THE_PROJECT =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "..").and(not(resideInAPackage(SCHEMA_ROOT))));

  private static final ArchRule TESTDB_SEES_NO_BROKER =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".generated..", JOOQ_ROOT + "..");

  private static final ArchRule ONLY_THE_POOL_KNOWS_HIKARI =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(OwnPool.class.getName())
          .and()
          .doNotHaveFullyQualifiedName(JOOQ_ROOT + ".internal.sql.HikariPools")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.zaxxer..");

  private static final ArchRule ONLY_THE_CODECS_KNOW_JACKSON =
      noClasses()
          .that()
          .resideOutsideOfPackage(JOOQ_ROOT + ".codec")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..");

  private static final ArchRule ONLY_THE_BINDER_KNOWS_MICROMETER =
      noClasses()
          .that()
          .resideOutsideOfPackage(JOOQ_ROOT + ".metrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  private static final ArchRule NO_INTERNAL_TYPE_IN_A_PUBLIC_SIGNATURE =
      classes()
          .that()
          .resideOutsideOfPackage(INTERNAL)
          .and()
          .arePublic()
          .should(haveNoInternalTypeInTheirSignatures());

  @Test
  void apiSeesNeitherJooqNorJdbcNorJackson() {
    Rules.holds(API_SEES_ONLY_JAVA, API, 40);
    Rules.fires(
        API_SEES_ONLY_JAVA,
        BrokerClasses.of(ApiOffender.class),
        "org.jooq.DSLContext",
        "java.sql.Connection",
        "tools.jackson.databind.ObjectMapper");
  }

  @Test
  void generatedClassesSeeOnlyJooq() {
    Rules.holds(GENERATED_SEES_ONLY_JOOQ, GENERATED, 40);
    Rules.fires(
        GENERATED_SEES_ONLY_JOOQ,
        BrokerClasses.of(GeneratedOffender.class),
        "io.celers.broker.task.TaskState");
  }

  @Test
  void onlyTheBindingOfTheGeneratedClassesSeesJdbc() {
    Rules.holds(ONLY_THE_BINDING_SEES_JDBC, GENERATED, 40);
    Rules.fires(
        ONLY_THE_BINDING_SEES_JDBC,
        BrokerClasses.of(GeneratedOffender.class),
        "java.sql.Connection");
  }

  @Test
  void brokerSeesNoMigrations() {
    Rules.holds(BROKER_SEES_NO_MIGRATIONS, JOOQ, 40);
    Rules.fires(
        BROKER_SEES_NO_MIGRATIONS,
        BrokerClasses.of(SchemaOffender.class),
        "io.celers.broker.schema.BrokerSchema");
  }

  @Test
  void schemaSeesNothingOfTheProject() {
    Rules.holds(SCHEMA_SEES_NOTHING_OF_THE_PROJECT, SCHEMA, 5);
    Rules.fires(
        SCHEMA_SEES_NOTHING_OF_THE_PROJECT,
        BrokerClasses.of(GeneratedOffender.class),
        "io.celers.broker.task.TaskState");
  }

  @Test
  void testDatabaseSeesNoBroker() {
    Rules.holds(TESTDB_SEES_NO_BROKER, TESTDB, 20);
    Rules.fires(
        TESTDB_SEES_NO_BROKER,
        BrokerClasses.of(LeakOffender.class),
        "io.celers.broker.jooq.internal");
  }

  @Test
  void optionalLibrariesAreKnownInOnePlaceEach() {
    Rules.holds(ONLY_THE_POOL_KNOWS_HIKARI, JOOQ, 40);
    Rules.holds(ONLY_THE_CODECS_KNOW_JACKSON, JOOQ, 40);
    Rules.holds(ONLY_THE_BINDER_KNOWS_MICROMETER, JOOQ, 40);
    Rules.fires(
        ONLY_THE_BINDER_KNOWS_MICROMETER, BrokerClasses.of(LibraryOffender.class), "MeterRegistry");
    Rules.fires(
        ONLY_THE_POOL_KNOWS_HIKARI, BrokerClasses.of(LibraryOffender.class), "HikariDataSource");
    Rules.fires(
        ONLY_THE_CODECS_KNOW_JACKSON, BrokerClasses.of(LibraryOffender.class), "ObjectMapper");
  }

  @Test
  void publicSignaturesShowNoInternalType() {
    Rules.holds(NO_INTERNAL_TYPE_IN_A_PUBLIC_SIGNATURE, JOOQ, 40);
    Rules.fires(
        NO_INTERNAL_TYPE_IN_A_PUBLIC_SIGNATURE,
        BrokerClasses.of(LeakOffender.class),
        "LeakOffender.returned",
        "LeakOffender.taken",
        "LeakOffender.field",
        "LeakOffender.insideAList");
  }

  private static ArchCondition<JavaClass> haveNoInternalTypeInTheirSignatures() {
    return new ArchCondition<>("have no internal type in a public or protected signature") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        for (JavaMember member : javaClass.getMembers()) {
          boolean visible =
              member.getModifiers().contains(JavaModifier.PUBLIC)
                  || member.getModifiers().contains(JavaModifier.PROTECTED);
          if (visible
              && member.getAllInvolvedRawTypes().stream()
                  .anyMatch(resideInAPackage(INTERNAL)::test)) {
            events.add(SimpleConditionEvent.violated(member, member.getFullName()));
          }
        }
      }
    };
  }
}
