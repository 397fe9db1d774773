package io.celers.broker.jooq.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.celers.broker.jooq.rules.BrokerClasses.API;
import static io.celers.broker.jooq.rules.BrokerClasses.JOOQ;
import static io.celers.broker.jooq.rules.BrokerClasses.SCHEMA;
import static io.celers.broker.jooq.rules.BrokerClasses.WRITTEN;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.celers.broker.jooq.rules.offenders.ClockOffender;
import io.celers.broker.jooq.rules.offenders.ExistsOffender;
import io.celers.broker.jooq.rules.offenders.MessageOffender;
import io.celers.broker.jooq.rules.offenders.SleepOffender;
import io.celers.broker.jooq.rules.offenders.unmarked.Unmarked;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Whose clock, which jOOQ calls, and what else no class may do. */
class CodingTest {

  private static final Pattern EXISTS =
      Pattern.compile(
          "(where|and|or|on|having|qualify|fetch)?(not)?exists", Pattern.CASE_INSENSITIVE);

  private static final Set<String> DATABASE_CLOCKS =
      Set.of(
          "now",
          "currentDate",
          "currentTime",
          "currentTimestamp",
          "currentInstant",
          "currentLocalDate",
          "currentLocalTime",
          "currentLocalDateTime",
          "currentOffsetTime",
          "currentOffsetDateTime");

  private static final ArchRule NO_OTHER_CLOCK =
      classes()
          .should(
              Calls.never("a clock other than celers_now and celers_clock", CodingTest::isClock))
          .because("only one clock decides, that of the database, which tests can move");

  private static final ArchRule NO_EXISTS =
      classes()
          .should(
              Calls.never(
                  "the exists family",
                  target -> Calls.isOnJooq(target) && EXISTS.matcher(target.getName()).matches()))
          .because("its signature differs between the releases of jOOQ that the jar runs on");

  private static final Set<String> COMPARISONS =
      Set.of(
          "contains",
          "endsWith",
          "equals",
          "equalsIgnoreCase",
          "indexOf",
          "lastIndexOf",
          "matcher",
          "matches",
          "regionMatches",
          "startsWith");

  private static final ArchRule MESSAGES_DECIDE_NOTHING =
      classes()
          .should(compareNothingWhereTheyReadMessages())
          .because("the server says what is wrong in the language that it was set up for");

  private static final ArchRule NO_SLEEP =
      classes()
          .should(
              Calls.never(
                  "Thread.sleep",
                  target ->
                      Calls.isOn(target, "java.lang.Thread") && target.getName().equals("sleep")));

  private static final ArchRule NO_STANDARD_STREAMS =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  private static final ArchRule NULL_MARKED = classes().should(beInANullMarkedPackage());

  @Test
  void noOtherClockThanTheDatabases() {
    Rules.holds(NO_OTHER_CLOCK, JOOQ, 40);
    Rules.holds(NO_OTHER_CLOCK, API, 40);
    Rules.fires(
        NO_OTHER_CLOCK,
        BrokerClasses.of(ClockOffender.class),
        "java.time.Instant.now()",
        "java.time.OffsetDateTime.now()",
        "java.time.LocalDate.now(java.time.ZoneId)",
        "java.lang.System.currentTimeMillis()",
        "java.time.Clock.systemUTC()",
        "java.util.Date.<init>()",
        "org.jooq.impl.DSL.currentTimestamp()",
        "ClockOffender.refers");
  }

  @Test
  void noExistsFamily() {
    Rules.holds(NO_EXISTS, JOOQ, 40);
    Rules.fires(
        NO_EXISTS,
        BrokerClasses.of(ExistsOffender.class),
        "DSL.exists",
        "DSL.notExists",
        "whereExists",
        "andNotExists",
        "fetchExists",
        "ExistsOffender.refers");
  }

  @Test
  void messagesDecideNothing() {
    Rules.holds(MESSAGES_DECIDE_NOTHING, JOOQ, 40);
    Rules.holds(MESSAGES_DECIDE_NOTHING, API, 40);
    Rules.holds(MESSAGES_DECIDE_NOTHING, SCHEMA, 5);
    Rules.fires(
        MESSAGES_DECIDE_NOTHING,
        BrokerClasses.of(MessageOffender.class),
        "MessageOffender.decides",
        "MessageOffender.refers");
  }

  @Test
  void nobodySleeps() {
    Rules.holds(NO_SLEEP, JOOQ, 40);
    Rules.holds(NO_SLEEP, API, 40);
    Rules.holds(NO_SLEEP, SCHEMA, 5);
    Rules.fires(NO_SLEEP, BrokerClasses.of(SleepOffender.class), "SleepOffender.sleeps");
  }

  @Test
  void nobodyPrints() {
    Rules.holds(NO_STANDARD_STREAMS, JOOQ, 40);
    Rules.holds(NO_STANDARD_STREAMS, API, 40);
    Rules.holds(NO_STANDARD_STREAMS, SCHEMA, 5);
    Rules.fires(NO_STANDARD_STREAMS, BrokerClasses.of(SleepOffender.class), "SleepOffender.prints");
  }

  @Test
  void everyPackageIsNullMarked() {
    Rules.holds(NULL_MARKED, WRITTEN, 100);
    Rules.fires(NULL_MARKED, BrokerClasses.of(Unmarked.class), "offenders.unmarked");
  }

  private static boolean isClock(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    boolean noArguments = target.getRawParameterTypes().isEmpty();
    return owner.startsWith("java.time.") && name.equals("now")
        || owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick"))
        || owner.equals("java.lang.System") && name.equals("currentTimeMillis")
        || owner.equals("java.util.Date") && name.equals("<init>") && noArguments
        || owner.equals("java.util.GregorianCalendar") && name.equals("<init>")
        || owner.equals("java.util.Calendar") && name.equals("getInstance")
        || owner.equals("org.jooq.impl.DSL") && DATABASE_CLOCKS.contains(name);
  }

  private static ArchCondition<JavaClass> compareNothingWhereTheyReadMessages() {
    return new ArchCondition<>("compare nothing where they read messages") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        Set<JavaCodeUnit> readers =
            Calls.of(javaClass).stream()
                .filter(call -> isMessage(call.getTarget()))
                .map(JavaAccess::getOrigin)
                .collect(Collectors.toSet());
        Calls.of(javaClass).stream()
            .filter(call -> readers.contains(call.getOrigin()) && isComparison(call.getTarget()))
            .forEach(
                call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
      }
    };
  }

  private static boolean isMessage(CodeUnitAccessTarget target) {
    return target.getName().equals("getServerErrorMessage")
        || target.getName().equals("getMessage")
        || target.getName().equals("getLocalizedMessage");
  }

  private static boolean isComparison(CodeUnitAccessTarget target) {
    return COMPARISONS.contains(target.getName());
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a @NullMarked package") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        if (!javaClass.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(SimpleConditionEvent.violated(javaClass, javaClass.getName()));
        }
      }
    };
  }
}
