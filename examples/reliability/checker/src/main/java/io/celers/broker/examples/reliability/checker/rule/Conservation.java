package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Census;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.TaskFact;
import io.celers.broker.examples.reliability.checker.evidence.Trail;

/** In one snapshot, what was enqueued is what is somewhere. The harness purges nothing. */
public final class Conservation implements Rule {

  @Override
  public String promise() {
    return "conservation";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    Census census = evidence.census();
    findings.expect(census.orders() == census.total(), "the sums differ: %s", census);
    findings.expect(
        census.orders() == evidence.orders().size(),
        "%d orders were read: %s",
        evidence.orders().size(),
        census);
    count(evidence, "completed", census.completed(), findings);
    count(evidence, "failed", census.failed(), findings);
    count(evidence, "cancelled", census.cancelled(), findings);
    count(evidence, "pending", census.pending(), findings);
    count(evidence, "processing", census.processing(), findings);
    count(evidence, "dead", census.dead(), findings);
    count(evidence, "archived", census.archived(), findings);
  }

  private static void count(Evidence evidence, String state, long counted, Findings findings) {
    long read = evidence.tasks().stream().map(TaskFact::state).filter(state::equals).count();
    findings.expect(read == counted, "%d %s were read, %d counted", read, state, counted);
  }
}
