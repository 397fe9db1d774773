package io.celers.broker.jooq.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JavaTextTest {

  @Test
  void commandIsWrittenAsTheExpressionThatMakesIt() {
    TaskSpec spec = new TaskSpec("t1", "a", 4, 0, BrokerModel.NEVER, 1, "", false, "x");

    assertThat(JavaText.of(new EnqueueMany(EnqueueMany.Way.ALL, List.of(spec))))
        .isEqualTo(
            "new EnqueueMany(EnqueueMany.Way.ALL, List.of("
                + "new TaskSpec(\"t1\", \"a\", 4, 0, NEVER, 1, \"\", false, \"x\")))");
    assertThat(JavaText.of(new Settle(Settle.Verb.ACK, List.of(new Hold("t1", 0)), 1)))
        .isEqualTo("new Settle(Settle.Verb.ACK, List.of(new Hold(\"t1\", 0)), 1)");
  }
}
