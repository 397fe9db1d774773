package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.error.ConnectionLostException;
import io.celers.broker.error.OutcomeUnknownException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.LostReplies;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Enqueues that happened, but whose replies were lost. */
class LostEnqueueIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final String INSERT = "celers_tasks";

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");
  private static final NewTask<byte[]> TASK = BLOB.with(new byte[] {1, 2, 3});

  @Test
  void taskIsCreatedOnceThoughItIsSentTwice() {
    Enqueued outcome = losingOneReply().enqueue(TASK);

    assertThat(outcome).isInstanceOf(Enqueued.Created.class);
    assertThat(db.tasks()).isOne();
    assertThat(db.task(outcome.id()).getPayload()).isEqualTo(TASK.payload());
  }

  @Test
  void tasksOfOneCallAreCreatedOnce() {
    List<Enqueued> outcomes = losingOneReply().enqueueAll(List.of(TASK, TASK, TASK));

    assertThat(outcomes).hasSize(3).allMatch(Enqueued.Created.class::isInstance);
    assertThat(outcomes.stream().map(Enqueued::id)).doesNotHaveDuplicates();
    assertThat(db.tasks()).isEqualTo(3);
  }

  @Test
  void taskWithAKeyIsCreatedOnceAndOwnsTheKey() {
    NewTask<byte[]> keyed = TASK.idempotencyKey("k");

    Enqueued outcome = losingOneReply().enqueue(keyed);

    assertThat(outcome).isInstanceOf(Enqueued.Created.class);
    assertThat(db.broker().enqueue(keyed)).isEqualTo(new Enqueued.Duplicate(outcome.id()));
    assertThat(db.tasks()).isOne();
  }

  @Test
  void taskWithAnIdOfTheCallersIsThereOnce() {
    UUID id = UUID.randomUUID();

    Enqueued outcome = losingOneReply().enqueue(TASK.id(id));

    assertThat(outcome.id()).isEqualTo(id);
    assertThat(db.tasks()).isOne();
  }

  @Test
  void committedCopyHasNotFailedForWantOfANotification() {
    JooqBroker losing =
        JooqBroker.builder(LostReplies.afterStatement(db.dataSource(), "celers_sleepers", 1))
            .build();

    assertThat(losing.enqueueBulk(Stream.of(TASK, TASK))).isEqualTo(2);
    assertThat(db.tasks()).isEqualTo(2);
  }

  @Test
  void databaseThatStaysAwayLeavesTheOutcomeUnknownAndTheIdsTellIt() {
    DataSource lost = LostReplies.forGoodAfterStatement(db.dataSource(), INSERT);

    OutcomeUnknownException unknown =
        catchThrowableOfType(
            OutcomeUnknownException.class,
            () -> JooqBroker.builder(lost).build().enqueueAll(List.of(TASK, TASK)));

    assertThat(unknown).hasMessageContaining("under the same ids is safe");
    assertThat(unknown.getCause()).isInstanceOf(ConnectionLostException.class);
    assertThat(unknown.ids()).hasSize(2);
    assertThat(unknown.ids())
        .allSatisfy(
            id ->
                assertThat(db.broker().enqueue(TASK.id(id))).isEqualTo(new Enqueued.Duplicate(id)));
    assertThat(db.tasks()).isEqualTo(2);
  }

  @Test
  void copyWhoseEndIsNotAnsweredIsUnknown() {
    JooqBroker broker = JooqBroker.builder(LostReplies.afterCopy(db.dataSource())).build();

    assertThatExceptionOfType(OutcomeUnknownException.class)
        .isThrownBy(() -> broker.enqueueBulk(Stream.of(TASK, TASK)))
        .withMessageContaining("all tasks are enqueued or none is")
        .satisfies(unknown -> assertThat(unknown.ids()).isEmpty());
    assertThat(db.tasks()).isEqualTo(2);
  }

  @Test
  void nothingIsSentAgainInATransactionOfTheCallers() {
    DSLContext ctx = DSL.using(oneReplyLost(), SQLDialect.POSTGRES);

    assertThatExceptionOfType(ConnectionLostException.class)
        .isThrownBy(() -> ctx.transaction(tx -> JooqBroker.on(ctx).using(tx).enqueue(TASK)));

    assertThat(db.tasks()).isZero();
  }

  @Test
  void nothingIsSentAgainInATransactionThatTheDataSourceTakesPartIn() {
    DataSource losing = oneReplyLost();
    JooqBroker broker = JooqBroker.builder(new TransactionAwareDataSourceProxy(losing)).build();
    TransactionTemplate template =
        new TransactionTemplate(new DataSourceTransactionManager(losing));

    assertThatExceptionOfType(ConnectionLostException.class)
        .isThrownBy(() -> template.executeWithoutResult(status -> broker.enqueue(TASK)));

    assertThat(db.tasks()).isZero();
  }

  @Test
  void databaseThatWasNeverReachedIsNoUnknownOutcome() {
    DataSource lost = LostReplies.forGoodAfterStatement(db.dataSource(), "celers_schema_version");
    JooqBroker broker = JooqBroker.builder(lost).build();

    assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> broker.enqueue(TASK));
    assertThatExceptionOfType(ConnectionLostException.class).isThrownBy(() -> broker.enqueue(TASK));
  }

  private static JooqBroker losingOneReply() {
    return JooqBroker.builder(oneReplyLost()).build();
  }

  private static DataSource oneReplyLost() {
    return LostReplies.afterStatement(db.dataSource(), INSERT, 1);
  }
}
