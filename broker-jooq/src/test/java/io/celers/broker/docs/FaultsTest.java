package io.celers.broker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads {@code docs/faults.md}: each fault is there once, and names tests that exist. */
class FaultsTest {

  private static final Map<String, Integer> FAULTS =
      new TreeMap<>(Map.of("W", 14, "C", 17, "D", 22, "T", 10, "P", 11, "V", 5));

  /** Tests of these would need more than one machine has, or more releases than there are. */
  private static final Set<String> MAY_BE_UNCOVERED =
      Set.of("D3", "D4", "D5", "D6", "D7", "D9", "D16", "D17", "D19", "D22");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final Pattern TEST = Pattern.compile("([A-Z]\\w*(?:IT|Test))\\.(\\w+)");

  /** A row of a table. */
  private record Row(String id, String tests) {

    static Stream<Row> parse(String line) {
      String[] cells = line.split("\\|", -1);
      return cells.length == 6 && cells[1].trim().matches("[WCDTPV]\\d+")
          ? Stream.of(new Row(cells[1].trim(), cells[4].trim()))
          : Stream.of();
    }
  }

  @Test
  void everyFaultHasItsRow() {
    List<String> faults =
        FAULTS.entrySet().stream()
            .flatMap(
                group ->
                    IntStream.rangeClosed(1, group.getValue()).mapToObj(i -> group.getKey() + i))
            .toList();

    assertThat(rows().map(Row::id)).containsExactlyInAnyOrderElementsOf(faults);
  }

  @TestFactory
  Stream<DynamicTest> rowsNameTestsThatExist() {
    return rows().map(row -> DynamicTest.dynamicTest(row.id(), () -> check(row)));
  }

  private static void check(Row row) {
    if (row.tests().startsWith("not covered")) {
      assertThat(MAY_BE_UNCOVERED).contains(row.id());
    } else {
      assertThat(row.tests()).containsPattern(TEST);
    }
    assertThat(CODE.matcher(row.tests()).results().map(code -> code.group(1)))
        .allMatch(FaultsTest::isOrNamesNoTest);
  }

  /** Whatever looks like a test must be one: so a name that is written wrongly is found as well. */
  private static boolean isOrNamesNoTest(String code) {
    Matcher test = TEST.matcher(code);
    return test.matches()
        ? TestsByName.exists(test.group(1), test.group(2))
        : !code.matches(".*(IT|Test)\\b.*") || TestsByName.exists(code);
  }

  private static Stream<Row> rows() {
    return Documents.lines(Documents.ROOT.resolve("docs/faults.md")).stream().flatMap(Row::parse);
  }
}
