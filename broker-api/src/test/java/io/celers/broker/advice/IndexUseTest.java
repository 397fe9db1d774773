package io.celers.broker.advice;

import static io.celers.broker.advice.IndexFigures.Role.CLAIM;
import static io.celers.broker.advice.IndexFigures.Role.CONSTRAINT;
import static io.celers.broker.advice.IndexFigures.Role.LOOKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class IndexUseTest {

  private static final long MIB = 1 << 20;

  @Test
  void healthyIndexesAreKept() {
    IndexFigures claim = index(CLAIM, 5_000, 166_000);
    IndexUse use = new IndexUse(1_000, 500, Rate.perHour(80), List.of(claim));

    assertThat(use.expectedClaimIndexBytes()).as("(1000 + 500 + 2 * 80) * 100").isEqualTo(166_000);
    assertThat(use.advice()).containsExactly(new IndexAdvice.Keep(claim));
    assertThat(use.finding().severity()).isEqualTo(Severity.OK);
    assertThat(use.finding().remedies()).isEmpty();
  }

  @Test
  void bloatedClaimIndexIsRebuilt() {
    IndexFigures claim = index(CLAIM, 5_000, 17 * MIB);
    IndexUse use = new IndexUse(1_000, 500, Rate.perHour(80), List.of(claim));

    assertThat(use.advice()).containsExactly(new IndexAdvice.Rebuild(claim, 166_000));
    assertThat(use.finding().severity()).isEqualTo(Severity.INFO);
    assertThat(use.finding().remedies())
        .containsExactly(new Remedy.Sql("REINDEX INDEX CONCURRENTLY \"celers\".\"an_idx\""));
  }

  @Test
  void smallOrExpectedSizeIsNotWorthARebuild() {
    IndexFigures small = index(CLAIM, 1, 16 * MIB);
    IndexFigures fourfold = index(CLAIM, 1, 400_000_000);

    assertThat(new IndexUse(0, 0, Rate.ZERO, List.of(small)).advice())
        .containsExactly(new IndexAdvice.Keep(small));
    assertThat(new IndexUse(1_000_000, 0, Rate.ZERO, List.of(fourfold)).advice())
        .containsExactly(new IndexAdvice.Keep(fourfold));
  }

  @Test
  void indexThatNothingReadsIsDropped() {
    IndexFigures unused = index(LOOKUP, 0, MIB);
    IndexUse use = new IndexUse(0, 0, Rate.perHour(1), List.of(unused));

    assertThat(use.advice()).containsExactly(new IndexAdvice.Drop(unused));
    assertThat(use.finding().remedies())
        .containsExactly(new Remedy.Sql("DROP INDEX CONCURRENTLY \"celers\".\"an_idx\""));
  }

  @Test
  void constraintsUsedOnesAndIdleTablesAreLeftAlone() {
    assertThat(keeps(index(CONSTRAINT, 0, MIB), Rate.perHour(1))).isTrue();
    assertThat(keeps(index(LOOKUP, 1, MIB), Rate.perHour(1))).isTrue();
    assertThat(keeps(index(LOOKUP, 0, MIB - 1), Rate.perHour(1))).isTrue();
    assertThat(keeps(index(LOOKUP, 0, MIB), Rate.ZERO)).isTrue();
  }

  @Test
  void withoutIndexesThereIsTheExpectedSize() {
    IndexUse use = new IndexUse(Long.MAX_VALUE, Long.MAX_VALUE, Rate.ZERO, List.of());

    assertThat(use.expectedClaimIndexBytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(use.finding().severity()).isEqualTo(Severity.OK);
  }

  @Test
  void negativeFiguresAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IndexUse(-1, 0, Rate.ZERO, List.of()))
        .withMessage("pending must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new IndexUse(0, -1, Rate.ZERO, List.of()))
        .withMessage("processing must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> index(LOOKUP, -1, 0))
        .withMessage("scans must be at least 0, was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> index(LOOKUP, 0, -1))
        .withMessage("bytes must be at least 0, was -1");
  }

  private static boolean keeps(IndexFigures index, Rate finished) {
    return new IndexUse(0, 0, finished, List.of(index)).advice().get(0) instanceof IndexAdvice.Keep;
  }

  private static IndexFigures index(IndexFigures.Role role, long scans, long bytes) {
    return new IndexFigures(new Relation("celers", "an_idx"), role, scans, bytes);
  }
}
