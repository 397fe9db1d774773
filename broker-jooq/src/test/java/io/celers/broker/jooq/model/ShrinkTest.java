package io.celers.broker.jooq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShrinkTest {

  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void whatIsNeededIsLeftInItsOrder() {
    Predicate<List<Integer>> fails = items -> items.containsAll(List.of(3, 50, 51, 99));

    assertThat(smallest(HUNDRED, fails)).containsExactly(3, 50, 51, 99);
  }

  @Test
  void whatFailsByItselfIsLeftAlone() {
    assertThat(smallest(HUNDRED, items -> items.contains(7))).containsExactly(7);
    assertThat(smallest(List.of(7), items -> items.contains(7))).containsExactly(7);
    assertThat(smallest(HUNDRED, items -> true)).isEmpty();
  }

  @Test
  void nothingThatIsLeftCanBeLeftOutWhateverDecides() {
    for (int seed = 0; seed < 50; seed++) {
      // Fails or not by the chance of what is in it: leaving more out may mend it, or not.
      int chance = seed;
      Predicate<List<Integer>> fails =
          items -> items.equals(HUNDRED) || new Random(items.hashCode() + chance).nextInt(3) == 0;

      List<Integer> smallest = smallest(HUNDRED, fails);

      assertThat(fails).accepts(smallest);
      assertThat(Shrink.withoutOne(smallest)).noneMatch(fails);
    }
  }

  @Test
  void itemsAreMadeSimplerWhileTheListFails() {
    List<Integer> smallest =
        Shrink.smallest(
            List.of(9, 5, 30),
            item -> item > 0 ? Stream.of(item - 1) : Stream.empty(),
            items -> items.stream().mapToInt(Integer::intValue).sum() >= 33);

    assertThat(smallest).containsExactly(3, 30);
  }

  @Test
  void listsWithoutOneOfTheirItems() {
    assertThat(Shrink.withoutOne(List.of(1, 2, 3)))
        .containsExactly(List.of(2, 3), List.of(1, 3), List.of(1, 2));
    assertThat(Shrink.withoutOne(List.of(1))).isEmpty();
  }

  private static List<Integer> smallest(List<Integer> items, Predicate<List<Integer>> fails) {
    return Shrink.smallest(items, item -> Stream.empty(), fails);
  }
}
