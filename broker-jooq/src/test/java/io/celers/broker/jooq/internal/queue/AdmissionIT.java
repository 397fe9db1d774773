package io.celers.broker.jooq.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.error.DatabaseException;
import io.celers.broker.error.QueueFullException;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.task.NewTask;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdmissionIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("any", new byte[0]).queue("mail");

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Admission admission = new Admission(new QueueRules(nanos::get), nanos::get);
  private final StatementCounter counter = new StatementCounter();
  private final Database database = Database.of(counter.on(db.dsl()).configuration(), "celers");

  @Test
  void queueIsCountedAtMostOnceASecond() {
    configure(QueueSettings.none().withMaxLength(100));
    admit(1);

    int within = counter.during(() -> Collections.nCopies(50, 1).forEach(this::admit));
    nanos.addAndGet(Room.NANOS);
    int after = counter.during(() -> Collections.nCopies(10, 1).forEach(this::admit));

    assertThat(within).isZero();
    assertThat(after).isOne();
  }

  @Test
  void withinTheSecondTheBrokersOwnTasksAreSubtracted() {
    configure(QueueSettings.none().withMaxLength(10));
    admit(10);

    assertThatThrownBy(() -> admit(1)).isInstanceOf(QueueFullException.class);
    nanos.addAndGet(Room.NANOS);
    assertThatCode(() -> admit(10)).doesNotThrowAnyException();
  }

  @Test
  void rulesAreReadOnceInTenSecondsWhereNothingIsLimited() {
    configure(QueueSettings.none().withDefaultPriority(3));

    int first = counter.during(() -> Collections.nCopies(10, 1).forEach(this::admit));
    nanos.addAndGet(QueueRules.MOST_NANOS - 1);
    int before = counter.during(() -> admit(1));
    nanos.addAndGet(1);
    int after = counter.during(() -> admit(1));

    // The very first call has a look at the schema as well.
    assertThat(first).isEqualTo(2);
    assertThat(before).isZero();
    assertThat(after).isOne();
  }

  @Test
  void limitSetElsewhereIsKnownWithinTenSeconds() {
    admit(1);
    configure(QueueSettings.none().withMaxLength(0));

    assertThatCode(() -> admit(1)).doesNotThrowAnyException();
    nanos.addAndGet(QueueRules.MOST_NANOS);
    assertThatThrownBy(() -> admit(1)).isInstanceOf(QueueFullException.class);
  }

  @Test
  void countThatFailedIsMadeByTheNextCall() throws Exception {
    configure(QueueSettings.none().withMaxLength(1));
    admit(1);
    nanos.addAndGet(Room.NANOS);
    var source = db.database();

    try (var connection = source.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      var inTransaction = DSL.using(connection, SQLDialect.POSTGRES);
      assertThatThrownBy(() -> inTransaction.execute("select 1/0"));
      assertThatThrownBy(
              () -> admission.admit(database.on(inTransaction.configuration()), queues(1)))
          .isInstanceOf(DatabaseException.class);
    }

    assertThatCode(() -> admit(1)).doesNotThrowAnyException();
  }

  @Test
  void countGoesNoFurtherThanTheMaximum() {
    db.broker().enqueueBulk(Stream.generate(() -> TASK).limit(2_000));
    configure(QueueSettings.none().withMaxLength(10));

    assertThat(CountRoom.execute(db.dsl(), List.of("mail"))).containsEntry("mail", 0L);
    assertThat(db.dsl().explain(CountRoom.query(db.dsl(), List.of("mail"))).plan())
        .contains("celers_tasks_claim_idx")
        .doesNotContain("Sort");
  }

  private static void configure(QueueSettings settings) {
    db.broker().queue("mail").configure(settings);
  }

  private void admit(int tasks) {
    admission.admit(database, queues(tasks));
  }

  private static Stream<String> queues(int tasks) {
    return Collections.nCopies(tasks, "mail").stream();
  }
}
