package io.celers.broker.examples.reliability.checker.rule;

import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.Ticks;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import java.util.HashMap;
import java.util.Map;

/** Every second from the first tick to the last made its task once, and nothing else did. */
public final class TicksOnce implements Rule {

  @Override
  public String promise() {
    return "each tick once";
  }

  @Override
  public void check(Evidence evidence, Trail trail, Findings findings) {
    evidence.ticks().ifPresent(ticks -> check(ticks, findings));
  }

  private static void check(Ticks ticks, Findings findings) {
    Map<Long, Integer> enqueued = new HashMap<>();
    ticks.enqueued().forEach(tick -> enqueued.merge(tick, 1, Integer::sum));
    for (long second = ticks.first(); second <= ticks.last(); second++) {
      Integer times = enqueued.remove(second);
      findings.expect(times != null, "no task of the tick at %d", second);
      findings.expect(times == null || times == 1, "%d tasks of the tick at %d", times, second);
    }
    findings.expect(enqueued.isEmpty(), "tasks of no tick: %s", enqueued);
  }
}
