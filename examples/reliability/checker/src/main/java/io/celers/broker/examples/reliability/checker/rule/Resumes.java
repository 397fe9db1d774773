package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Recovery;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import java.time.Duration;

/** Work goes on soon after the server is back, without anybody's help. */
public final class Resumes implements Rule {

  /** From the first connection that the server accepts to the first claim. */
  private static final Duration SOON = Duration.ofSeconds(10);

  @Override
  public String promise() {
    return "resumes after an outage";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    for (Recovery recovery : Recovery.of(evidence, trail)) {
      findings.expect(recovery.time().compareTo(SOON) <= 0, "no claim for too long: %s", recovery);
    }
  }
}
