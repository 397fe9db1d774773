package io.celers.broker.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void percentilesAreTheNearestRank() {
    assertThat(
            Latency.of(IntStream.rangeClosed(1, 200).mapToObj(i -> Duration.ofMillis(i)).toList()))
        .contains(
            new Latency(
                200,
                Duration.ofNanos(100_500_000),
                Duration.ofMillis(100),
                Duration.ofMillis(190),
                Duration.ofMillis(198),
                Duration.ofMillis(200)));
  }

  @Test
  void oneSampleIsAllOfThem() {
    Duration one = Duration.ofSeconds(1);

    assertThat(Latency.of(List.of(one))).contains(new Latency(1, one, one, one, one, one));
  }

  @Test
  void noSamplesHaveNone() {
    assertThat(Latency.of(List.of())).isEmpty();
  }
}
