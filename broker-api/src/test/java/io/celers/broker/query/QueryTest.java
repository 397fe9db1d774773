package io.celers.broker.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.task.TaskState;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Criteria of both queries: what they take, and what would match more than was meant. */
class QueryTest {

  private static final String[] NO_NAMES = {};

  /** A criterion that is given an empty list. */
  enum Empty {
    STATES(() -> TaskQuery.all().states(new TaskState[0])),
    NAMES(() -> TaskQuery.all().names(NO_NAMES)),
    QUEUES(() -> TaskQuery.all().queues(NO_NAMES)),
    WORKERS(() -> TaskQuery.all().workers(NO_NAMES)),
    TAGS(() -> TaskQuery.all().tags(NO_NAMES)),
    IDS(() -> TaskQuery.all().ids(Set.<UUID>of())),
    DEAD_NAMES(() -> DeadLetterQuery.all().names(NO_NAMES)),
    DEAD_QUEUES(() -> DeadLetterQuery.all().queues(NO_NAMES)),
    DEAD_CAUSES(() -> DeadLetterQuery.all().causes(new DeadLetter.Cause[0])),
    DEAD_IDS(() -> DeadLetterQuery.all().ids(Set.<UUID>of()));

    private final Runnable call;

    Empty(Runnable call) {
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyListIsRefusedAndNeverMeansAll(Empty criterion) {
    assertThatIllegalArgumentException().isThrownBy(criterion.call::run);
  }

  @Test
  void boundThatTheDatabaseDoesNotKnowIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> TimeRange.since(Instant.MIN));
    assertThatIllegalArgumentException().isThrownBy(() -> TimeRange.before(Instant.MAX));
  }

  @Test
  void valueThatIsGivenTwiceIsOne() {
    TaskQuery query =
        TaskQuery.all().states(TaskState.PENDING, TaskState.PENDING).names("a", "b", "a");

    assertThat(query.states()).containsExactly(TaskState.PENDING);
    assertThat(query.names()).containsExactlyInAnyOrder("a", "b");
  }
}
