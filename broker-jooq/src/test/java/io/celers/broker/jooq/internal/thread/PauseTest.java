package io.celers.broker.jooq.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PauseTest {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  @Test
  void waitsThatBeginTogetherAreSpread() {
    LongStream firsts = LongStream.generate(() -> new Pause(SHORTEST, LONGEST).next()).limit(1_000);

    assertThat(firsts.boxed())
        .allMatch(wait -> wait >= SHORTEST.toNanos() / 2 && wait <= SHORTEST.toNanos())
        .anyMatch(wait -> wait < SHORTEST.toNanos() * 6 / 10)
        .anyMatch(wait -> wait > SHORTEST.toNanos() * 9 / 10);
  }

  @Test
  void waitsGrowUpToTheLongestAndBeginAnew() {
    Pause pause = new Pause(SHORTEST, LONGEST);
    for (int i = 0; i < 100; i++) {
      assertThat(pause.next()).isLessThanOrEqualTo(LONGEST.toNanos());
    }
    assertThat(pause.peek()).isEqualTo(LONGEST.toNanos());

    pause.reset();

    assertThat(pause.peek()).isEqualTo(SHORTEST.toNanos());
  }
}
