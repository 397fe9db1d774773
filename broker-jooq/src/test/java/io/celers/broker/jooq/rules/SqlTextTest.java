package io.celers.broker.jooq.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static io.celers.broker.jooq.rules.BrokerClasses.JOOQ;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.celers.broker.generated.binding.ArrayBinding;
import io.celers.broker.jooq.internal.sql.Commands;
import io.celers.broker.jooq.rules.offenders.AliasOffender;
import io.celers.broker.jooq.rules.offenders.CopyOffender;
import io.celers.broker.jooq.rules.offenders.JdbcOffender;
import io.celers.broker.jooq.rules.offenders.NameOffender;
import io.celers.broker.jooq.rules.offenders.PlainSqlOffender;
import io.celers.broker.jooq.rules.offenders.RenderOffender;
import io.celers.broker.jooq.rules.offenders.StringFieldOffender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Name;
import org.jooq.PlainSQL;
import org.junit.jupiter.api.Test;

/**
 * All SQL is jOOQ's DSL over generated classes; the text that jOOQ cannot say is in one class.
 *
 * <p>{@code name("x")} is allowed where it becomes, in the same method, the alias of a common table
 * expression: jOOQ has no other way to make one, and it names nothing that exists in the schema.
 */
class SqlTextTest {

  /** The classes that may hold SQL text. There is one, and the list stays that long. */
  private static final List<String> ALLOWED =
      List.of("io.celers.broker.jooq.internal.sql.Commands");

  /** May name a view of an extension and its columns, which cannot be generated: decision 0017. */
  private static final String NAMES_AN_EXTENSION =
      "io.celers.broker.jooq.internal.monitoring.PgStatStatements";

  /** May write a template of nothing but a placeholder, and text that the DSL rendered: 0022. */
  private static final String RENDERS_ONCE = "io.celers.broker.jooq.internal.sql.HotStatement";

  private static final Set<String> JDBC_MAKERS =
      Set.of("createStatement", "prepareStatement", "prepareCall", "nativeSQL");

  private static final Pattern BY_STRING =
      Pattern.compile("field|fields|get|getValue|getValues|set|setValue|fetch.*");

  private static final Pattern SQL_LITERAL =
      Pattern.compile(
          "\"(select|insert|update|delete|merge|copy|listen|unlisten|notify|lock|vacuum|analyze|"
              + "truncate|create|alter|drop|set|begin|commit|rollback|savepoint|with|from|where)"
              + " [^\"]*\"",
          Pattern.CASE_INSENSITIVE);

  private static final ArchRule NO_PLAIN_SQL =
      ruleForAllBut(RENDERS_ONCE, Calls.never("what takes plain SQL", SqlTextTest::isPlainSql));

  private static final ArchRule NO_JDBC_STATEMENTS =
      rule(Calls.never("JDBC statements", SqlTextTest::isJdbcStatement));

  private static final ArchRule NO_RENDERING =
      ruleForAllBut(
          RENDERS_ONCE,
          Calls.never(
              "sql(..) of a rendering context",
              target -> target.getName().equals("sql") && Calls.isOn(target, "org.jooq.Context")));

  private static final ArchRule NO_NAMED_OBJECTS =
      ruleForAllBut(
          NAMES_AN_EXTENSION,
          Calls.never(
              "makers of tables, fields and functions by name",
              target ->
                  (Calls.isOn(target, "org.jooq.impl.DSL")
                          || Calls.isOn(target, "org.jooq.DSLContext"))
                      && (Calls.takes(target, Name.class)
                          || target.getName().equals("quotedName")
                          || target.getName().equals("unquotedName"))));

  private static final ArchRule NO_COLUMNS_BY_STRING =
      rule(
          Calls.never(
              "columns by their names as strings",
              target ->
                  Calls.isOnJooq(target)
                      && BY_STRING.matcher(target.getName()).matches()
                      && Calls.takes(target, String.class)));

  private static final ArchRule NAMES_ARE_ALIASES =
      ruleForAllBut(NAMES_AN_EXTENSION, onlyMakeAliases());

  private static final ArchRule COPY_TEXT_IS_FROM_COMMANDS = rule(onlyCopyByCommands());

  @Test
  void theAllowListHoldsOneClassThatExists() {
    assertThat(ALLOWED).containsExactly(Commands.class.getName());
    assertThat(JOOQ.contain(ALLOWED.get(0))).isTrue();
    assertThat(JOOQ.contain(NAMES_AN_EXTENSION)).isTrue();
    assertThat(JOOQ.contain(RENDERS_ONCE)).isTrue();
  }

  @Test
  void noPlainSql() {
    Rules.holds(NO_PLAIN_SQL, JOOQ, 40);
    Rules.fires(
        NO_PLAIN_SQL,
        BrokerClasses.of(PlainSqlOffender.class),
        "PlainSqlOffender.calls",
        "PlainSqlOffender.refers",
        "PlainSqlOffender.insideALambda",
        "PlainSqlOffender.condition");
  }

  @Test
  void noJdbcStatements() {
    Rules.holds(NO_JDBC_STATEMENTS, JOOQ, 40);
    Rules.fires(
        NO_JDBC_STATEMENTS,
        BrokerClasses.of(JdbcOffender.class),
        "createStatement",
        "prepareStatement",
        "java.sql.Statement.execute");
  }

  @Test
  void noRenderingByHandButInTheBinding() {
    JavaClasses generated = BrokerClasses.GENERATED;
    JavaClasses binding = generated.that(named(ArrayBinding.class));

    Rules.holds(NO_RENDERING, JOOQ, 40);
    Rules.holds(NO_RENDERING, generated.that(not(named(ArrayBinding.class))), 30);
    Rules.fires(NO_RENDERING, binding, "ArrayBinding");
    Rules.fires(NO_RENDERING, BrokerClasses.of(RenderOffender.class), "RenderOffender.accept");
  }

  @Test
  void noTablesOrFieldsByName() {
    Rules.holds(NO_NAMED_OBJECTS, JOOQ, 40);
    Rules.fires(
        NO_NAMED_OBJECTS,
        BrokerClasses.of(NameOffender.class),
        "NameOffender.field",
        "NameOffender.table",
        "NameOffender.refers");
  }

  @Test
  void noColumnsByString() {
    Rules.holds(NO_COLUMNS_BY_STRING, JOOQ, 40);
    Rules.fires(
        NO_COLUMNS_BY_STRING,
        BrokerClasses.of(StringFieldOffender.class),
        "StringFieldOffender.ofTable",
        "StringFieldOffender.ofRecord");
  }

  @Test
  void namesAreOnlyAliasesOfCommonTableExpressions() {
    Rules.holds(NAMES_ARE_ALIASES, JOOQ, 40);
    Rules.fires(
        NAMES_ARE_ALIASES, BrokerClasses.of(AliasOffender.class), "AliasOffender.columnByName");
  }

  @Test
  void copyTakesItsTextFromCommands() {
    Rules.holds(COPY_TEXT_IS_FROM_COMMANDS, JOOQ, 40);
    Rules.fires(
        COPY_TEXT_IS_FROM_COMMANDS, BrokerClasses.of(CopyOffender.class), "CopyOffender.copy");
  }

  @Test
  void noSqlInStringLiterals() throws IOException {
    List<Path> sources = sources(Path.of("src/main/java"));
    assertThat(sources.size()).isGreaterThan(40);

    assertThat(sqlLiterals(sources).keySet()).containsExactly("Commands.java");
    assertThat(sqlLiterals(sources(Path.of("src/test/java/io/celers/broker/jooq/rules/offenders"))))
        .containsKeys("PlainSqlOffender.java", "JdbcOffender.java", "CopyOffender.java");
  }

  private static ArchRule rule(ArchCondition<JavaClass> condition) {
    return classes()
        .that()
        .doNotHaveFullyQualifiedName(ALLOWED.get(0))
        .should(condition)
        .because("SQL is checked by the compiler, and no input can change its text");
  }

  private static ArchRule ruleForAllBut(String exempt, ArchCondition<JavaClass> condition) {
    return classes()
        .that()
        .doNotHaveFullyQualifiedName(ALLOWED.get(0))
        .and()
        .haveNameNotMatching(Pattern.quote(exempt) + "(\\$.*)?")
        .should(condition)
        .because("names are checked by the compiler, and no input can change them");
  }

  private static boolean isPlainSql(CodeUnitAccessTarget target) {
    return Calls.isOnJooq(target)
        && (Calls.isOn(target, "org.jooq.Parser")
            || Calls.isOn(target, "org.jooq.SQL")
            || Calls.declarations(target)
                .anyMatch(
                    unit ->
                        unit.isAnnotatedWith(PlainSQL.class)
                            || unit.getOwner().isAnnotatedWith(PlainSQL.class)));
  }

  private static boolean isJdbcStatement(CodeUnitAccessTarget target) {
    return Calls.isOn(target, "java.sql.Statement")
        || Calls.isOn(target, "java.sql.Connection") && JDBC_MAKERS.contains(target.getName());
  }

  private static DescribedPredicate<JavaClass> named(Class<?> type) {
    return JavaClass.Predicates.equivalentTo(type);
  }

  private static ArchCondition<JavaClass> onlyMakeAliases() {
    return new ArchCondition<>("make names only to alias common table expressions") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        Map<JavaCodeUnit, Long> names =
            perMethod(javaClass, t -> Calls.isOn(t, "org.jooq.impl.DSL") && isNamed(t, "name"));
        Map<JavaCodeUnit, Long> aliases =
            perMethod(
                javaClass,
                t -> Calls.isOn(t, "org.jooq.Name") && isNamed(t, "as", "asMaterialized"));
        names.forEach(
            (method, count) -> {
              if (count > aliases.getOrDefault(method, 0L)) {
                events.add(SimpleConditionEvent.violated(method, method.getFullName()));
              }
            });
      }
    };
  }

  private static ArchCondition<JavaClass> onlyCopyByCommands() {
    return new ArchCondition<>("give COPY no text but that of Commands") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        List<JavaCodeUnitAccess<?>> calls = Calls.of(javaClass);
        boolean asksCommands =
            calls.stream().anyMatch(call -> Calls.isOn(call.getTarget(), ALLOWED.get(0)));
        calls.stream()
            .filter(call -> Calls.isOn(call.getTarget(), "org.postgresql.copy.CopyManager"))
            .filter(call -> !asksCommands)
            .forEach(
                call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
      }
    };
  }

  private static Map<JavaCodeUnit, Long> perMethod(
      JavaClass javaClass, Predicate<CodeUnitAccessTarget> which) {
    return Calls.of(javaClass).stream()
        .filter(call -> which.test(call.getTarget()))
        .collect(Collectors.groupingBy(JavaCodeUnitAccess::getOrigin, Collectors.counting()));
  }

  private static boolean isNamed(CodeUnitAccessTarget target, String... names) {
    return Set.of(names).contains(target.getName());
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static Map<String, List<String>> sqlLiterals(List<Path> sources) {
    return sources.stream()
        .collect(
            Collectors.toMap(
                file -> file.getFileName().toString(), SqlTextTest::sqlLiterals, (a, b) -> a))
        .entrySet()
        .stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<String> sqlLiterals(Path file) {
    try {
      return SQL_LITERAL
          .matcher(Files.readString(file))
          .results()
          .map(result -> result.group())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
