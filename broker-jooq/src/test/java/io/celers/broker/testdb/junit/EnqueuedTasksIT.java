package io.celers.broker.testdb.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.TaskDetails;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A test looks at what was enqueued, by type. */
class EnqueuedTasksIT {

  @RegisterExtension static final MigratedDatabase database = new MigratedDatabase();

  private record Mail(String to) {}

  private static final TaskType<Mail> MAIL = TaskType.of("mail", Mail.class);
  private static final TaskType<byte[]> OTHER = TaskType.ofBytes("other");

  private DSLContext ctx;
  private JooqBroker broker;

  @BeforeEach
  void open() {
    ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    broker = JooqBroker.on(ctx);
  }

  @Test
  void taskThatMeetsTheRequirementIsFound() {
    broker.enqueue(MAIL.with(new Mail("ada")));
    broker.enqueue(MAIL.with(new Mail("grace")).queue("q").after(Duration.ofDays(1)));

    TaskDetails found =
        EnqueuedTasks.of(broker)
            .assertEnqueued(MAIL, mail -> assertThat(mail.to()).isEqualTo("grace"));

    assertThat(found.queue()).isEqualTo("q");
    assertThat(EnqueuedTasks.of(broker).payloads(MAIL))
        .containsExactly(new Mail("ada"), new Mail("grace"));
  }

  @Test
  void thatNoneMeetsItIsToldWithTheReasons() {
    broker.enqueue(MAIL.with(new Mail("ada")));

    assertThatThrownBy(
            () ->
                EnqueuedTasks.of(broker)
                    .assertEnqueued(MAIL, mail -> assertThat(mail.to()).isEqualTo("grace")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no pending task mail meets the requirement, of 1")
        .satisfies(unmet -> assertThat(unmet.getSuppressed()).hasSize(1));
  }

  @Test
  void tasksOfOtherTypesAndFinishedOnesDoNotCount() {
    broker.enqueue(OTHER.with(new byte[0]));
    broker.enqueue(MAIL.with(new Mail("ada")));
    TaskDrain.of(broker)
        .handle(MAIL, (mail, task) -> {})
        .handle(OTHER, (bytes, task) -> {})
        .drainAll();
    broker.enqueue(OTHER.with(new byte[0]));

    EnqueuedTasks.of(broker).assertNoneEnqueued(MAIL);
    assertThatThrownBy(() -> EnqueuedTasks.of(broker).assertNoneEnqueued(OTHER))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 pending tasks other");
  }

  @Test
  void ofATransactionItSeesWhatThatWrote() {
    ctx.transaction(
        tx -> {
          broker.using(tx).enqueue(MAIL.with(new Mail("ada")));

          assertThat(EnqueuedTasks.of(broker.using(tx)).payloads(MAIL)).hasSize(1);
          EnqueuedTasks.of(broker).assertNoneEnqueued(MAIL);
        });
  }
}
