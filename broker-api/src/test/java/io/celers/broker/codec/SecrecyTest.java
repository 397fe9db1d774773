package io.celers.broker.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.task.IdempotencyKey;
import io.celers.broker.task.NewTask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What applications hand over for the database alone is in no text that may end in a log. */
class SecrecyTest {

  private static final String SECRET = "4711-secret";

  @Test
  void noTextShowsWhatIsSecret() {
    NewTask<byte[]> task =
        NewTask.ofBytes("blob", SECRET.getBytes(StandardCharsets.UTF_8))
            .header("authorization", SECRET)
            .idempotencyKey(SECRET);

    List<Object> texts =
        List.of(
            task, new IdempotencyKey(SECRET, Duration.ofDays(1)), new Payload.Decoded<>(SECRET));

    assertThat(texts).allSatisfy(text -> assertThat(text.toString()).doesNotContain(SECRET));
  }
}
