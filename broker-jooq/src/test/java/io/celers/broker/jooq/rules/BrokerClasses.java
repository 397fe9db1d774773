package io.celers.broker.jooq.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The main classes of each module, and the offenders, both read once. */
final class BrokerClasses {

  static final String ROOT = "io.celers.broker";
  static final String JOOQ_ROOT = ROOT + ".jooq";
  static final String INTERNAL = JOOQ_ROOT + ".internal..";
  static final String SCHEMA_ROOT = ROOT + ".schema..";
  static final String TESTDB_ROOT = ROOT + ".testdb..";

  /** All packages but those of the other modules, so that a new package of the API is seen. */
  static final DescribedPredicate<JavaClass> IN_API =
      resideInAPackage(ROOT + "..")
          .and(
              not(
                  resideInAnyPackage(
                      ROOT + ".generated..", JOOQ_ROOT + "..", SCHEMA_ROOT, TESTDB_ROOT)))
          .as("reside in a package of the API");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  static final JavaClasses API = MAIN.that(IN_API);
  static final JavaClasses GENERATED = MAIN.that(resideInAPackage(ROOT + ".generated.."));
  static final JavaClasses JOOQ = MAIN.that(resideInAPackage(JOOQ_ROOT + ".."));
  static final JavaClasses TESTDB = MAIN.that(resideInAPackage(TESTDB_ROOT));
  static final JavaClasses SCHEMA = MAIN.that(resideInAPackage(SCHEMA_ROOT));

  /** Everything that people write, which leaves out what the code generator writes. */
  static final JavaClasses WRITTEN =
      MAIN.that(
          not(resideInAPackage(ROOT + ".generated.."))
              .or(resideInAPackage(ROOT + ".generated.binding")));

  private static final JavaClasses OFFENDERS =
      new ClassFileImporter().importPackages(JOOQ_ROOT + ".rules.offenders");

  private BrokerClasses() {}

  /** Some of those that break a rule, which no rule sees otherwise. */
  static JavaClasses of(Class<?>... offenders) {
    return OFFENDERS.that(belongToAnyOf(offenders));
  }
}
