package io.celers.broker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads {@code docs/parity.md}: each row is open, or names calls and tests that exist. */
class ParityTest {

  private static final int ROWS = 32;
  private static final String OPEN = "open";
  private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w+)#(\\w+)`");
  private static final List<String> PACKAGES =
      List.of(
          "io.celers.broker.",
          "io.celers.broker.advice.",
          "io.celers.broker.task.",
          "io.celers.broker.delivery.",
          "io.celers.broker.result.",
          "io.celers.broker.jooq.",
          "io.celers.broker.jooq.metrics.",
          "io.celers.broker.metrics.",
          "io.celers.broker.schema.");

  /** A row of the table. */
  private record Row(int number, String call, String proof) {

    static Stream<Row> parse(String line) {
      String[] cells = line.split("\\|", -1);
      return cells.length == 6 && cells[1].trim().matches("\\d+")
          ? Stream.of(new Row(Integer.parseInt(cells[1].trim()), cells[3], cells[4].trim()))
          : Stream.of();
    }

    boolean isOpen() {
      return proof.equals(OPEN);
    }
  }

  /** A method by the name of its class and its own. */
  private record Member(String type, String method) {

    static List<Member> in(String cell) {
      return MEMBER.matcher(cell).results().map(m -> new Member(m.group(1), m.group(2))).toList();
    }
  }

  @Test
  void everyOperationHasItsRow() {
    assertThat(rows().map(Row::number)).containsExactlyElementsOf(numbers());
  }

  @TestFactory
  Stream<DynamicTest> rowsNameCallsAndTestsThatExist() {
    return rows()
        .filter(row -> !row.isOpen())
        .map(row -> DynamicTest.dynamicTest("row " + row.number(), () -> check(row)));
  }

  private static void check(Row row) {
    assertThat(Member.in(row.proof())).isNotEmpty().allMatch(ParityTest::isTest);
    assertThat(Member.in(row.call())).allMatch(ParityTest::isPublicCall);
  }

  private static boolean isTest(Member test) {
    return TestsByName.exists(test.type(), test.method());
  }

  private static boolean isPublicCall(Member call) {
    return PACKAGES.stream()
        .flatMap(name -> publicMethods(name + call.type()))
        .anyMatch(method -> method.getName().equals(call.method()));
  }

  private static Stream<Method> publicMethods(String className) {
    try {
      return Arrays.stream(Class.forName(className).getMethods());
    } catch (ClassNotFoundException elsewhere) {
      return Stream.of();
    }
  }

  private static Stream<Row> rows() {
    return Documents.lines(Documents.ROOT.resolve("docs/parity.md")).stream().flatMap(Row::parse);
  }

  private static List<Integer> numbers() {
    return IntStream.rangeClosed(1, ROWS).boxed().toList();
  }
}
