package io.celers.broker.examples.cli.session;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;

/** What a verb on many answers. */
public final class Changed {

  private Changed() {}

  /**
   * How many were changed.
   *
   * @param participle what happened to them: "cancelled"
   */
  public static Answer answer(String participle, long changed) {
    return Answer.of(Words.of(changed) + " " + participle, Row.of(participle, changed))
        .exit(changed == 0 ? ExitCode.NOTHING : ExitCode.OK);
  }
}
