package io.celers.broker.examples.reliability.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.examples.reliability.checker.evidence.Census;
import io.celers.broker.examples.reliability.checker.evidence.Evidence;
import io.celers.broker.examples.reliability.checker.evidence.LostReplies;
import io.celers.broker.examples.reliability.checker.evidence.Trail;
import io.celers.broker.examples.reliability.checker.evidence.Transition;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which faults may have kept a reply from its holder. */
class LostRepliesTest {

  private static final String PAUSED = "worker-1.1";
  private static final String WELL = "worker-2.1";

  private final List<Event> nemesis = new ArrayList<>();
  private final List<Event> well = new ArrayList<>();
  private final List<Transition> transitions = new ArrayList<>();

  @Test
  void connectionThatIsCutDuringAPauseTakesAlongWhatWasNotRead() {
    heard(10_000);
    Transition ofThePaused = claim(PAUSED);
    Transition ofTheOther = claim(WELL);
    heard(10_020);
    fault("pause " + PAUSED, 10_000, 15_000);
    fault("connection-cut", 13_000, 13_000);

    assertThat(lostReplies().mayInclude(ofThePaused)).isTrue();
    assertThat(lostReplies().mayInclude(ofTheOther)).isFalse();
  }

  @Test
  void holderThatReadsLateDoesNotHideAFaultBeforeIt() {
    heard(15_000);
    Transition unheard = claim(WELL);
    heard(10_020);
    fault("connection-cut", 10_010, 10_010);

    assertThat(lostReplies().mayInclude(unheard)).isTrue();
  }

  private void heard(long millis) {
    Transition claim = claim(WELL);
    well.add(event(well, millis, EventKind.CLAIMED, claim.task(), claim.newReceipt(), ""));
  }

  private Transition claim(String worker) {
    Transition claim =
        new Transition(
            transitions.size(),
            0,
            UUID.randomUUID(),
            "pending",
            "processing",
            null,
            UUID.randomUUID(),
            null,
            1,
            0,
            worker);
    transitions.add(claim);
    return claim;
  }

  private void fault(String what, long begun, long ended) {
    nemesis.add(event(nemesis, begun, EventKind.FAULT_BEGUN, null, null, what));
    nemesis.add(event(nemesis, ended, EventKind.FAULT_ENDED, null, null, what));
  }

  private static Event event(
      List<Event> history,
      long millis,
      EventKind kind,
      @Nullable UUID task,
      @Nullable UUID receipt,
      String detail) {
    long nanos = Duration.ofMillis(millis).toNanos();
    return new Event(history.size(), nanos, kind, task, receipt, 1, detail);
  }

  private LostReplies lostReplies() {
    Evidence evidence =
        new Evidence(
            List.of(new History("nemesis", nemesis, false), new History(WELL, well, false)),
            List.of(),
            List.of(),
            List.of(),
            transitions,
            new Census(0, 0, 0, 0, 0, 0, 0, 0),
            Optional.empty());
    return new LostReplies(evidence, new Trail(evidence));
  }
}
