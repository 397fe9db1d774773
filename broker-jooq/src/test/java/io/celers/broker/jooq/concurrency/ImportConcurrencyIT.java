package io.celers.broker.jooq.concurrency;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import io.celers.broker.transfer.Imported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file is imported while somebody moves one of its tasks to another table. */
class ImportConcurrencyIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void taskThatIsBeingBuriedIsNotImportedBesideItsDeadLetter() throws Exception {
    db.broker().enqueue(TASK);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    db.broker().tasks().export(TaskQuery.all(), file, progress -> {});
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();
    try (Session holder = Session.inTransactions(db);
        Session operator = Session.open(db)) {
      holder.broker().reject(held, Rejection.deadLetter("no"));
      CompletableFuture<Imported> imported =
          operator.start(broker -> importTasks(broker, file.toByteArray()));
      operator.awaitBlocked();
      holder.commit();

      assertThat(imported.join().created()).isZero();
    }
    assertThat(db.tasks()).isZero();
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isOne();
  }

  @Test
  void deadLetterOfATaskThatLivesAgainIsNotImported() throws Exception {
    db.broker().enqueue(TASK);
    Delivery held = db.broker().queue("default").dequeue().orElseThrow();
    db.broker().reject(held, Rejection.deadLetter("no"));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    db.broker().deadLetters().export(DeadLetterQuery.all(), file, progress -> {});
    db.broker().deadLetters().requeue(held.id());
    try (Session holder = Session.inTransactions(db);
        Session operator = Session.open(db)) {
      holder.dsl().selectFrom(CELERS_TASKS).forUpdate().fetch();
      CompletableFuture<Imported> imported =
          operator.start(broker -> importDeadLetters(broker, file.toByteArray()));
      operator.awaitBlocked();
      holder.commit();

      assertThat(imported.join().created()).isZero();
    }
    assertThat(db.tasks()).isOne();
    assertThat(db.dsl().fetchCount(CELERS_DEAD_LETTER_QUEUE)).isZero();
  }

  private static Imported importTasks(Broker broker, byte[] file) {
    try {
      return broker.tasks().importFrom(new ByteArrayInputStream(file), progress -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Imported importDeadLetters(Broker broker, byte[] file) {
    try {
      return broker.deadLetters().importFrom(new ByteArrayInputStream(file), progress -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
