package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static io.celers.broker.generated.Tables.CELERS_TASK_HISTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Broker;
import io.celers.broker.History;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.error.PermissionException;
import io.celers.broker.error.TimeoutException;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.task.NewTask;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** History on and off: what exists, who may do it, and what happens to those who work meanwhile. */
class HistorySwitchIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("mail", new byte[0]);

  @BeforeEach
  void empty() {
    db.dsl().truncate(CELERS_TASK_HISTORY).execute();
  }

  @AfterEach
  void disable() {
    history().disable();
  }

  @Test
  void whileOffThereIsNoTriggerAndNoRow() {
    EveryVerb.on(db.broker());

    assertThat(triggers()).isZero();
    assertThat(history().enabled()).isFalse();
    assertThat(rows()).isZero();
  }

  @Test
  void switchesSayWhetherTheyChangedAnything() {
    assertThat(history().disable()).isFalse();
    assertThat(history().enable()).isTrue();
    assertThat(history().enabled()).isTrue();
    assertThat(triggers()).isEqualTo(5);
    assertThat(history().enable()).isFalse();
    assertThat(history().disable()).isTrue();
    assertThat(history().enabled()).isFalse();
    assertThat(triggers()).isZero();
  }

  @Test
  void everyVerbWorksWhileOn() {
    history().enable();

    EveryVerb.on(db.broker());

    assertThat(rows()).isPositive();
  }

  @Test
  void triggerThatSomebodyDisabledIsMadeAnew() {
    history().enable();
    db.dsl().execute("alter table celers.celers_tasks disable trigger celers_history_updated");

    assertThat(history().enabled()).isFalse();
    assertThat(history().enable()).isTrue();
    UUID id = db.broker().enqueue(TASK).id();
    db.broker().queue("default").dequeue();

    assertThat(history().of(id)).hasSize(2);
  }

  @Test
  void temporaryTableOfTheSameNameGetsNoRows() {
    history().enable();
    db.dsl()
        .transaction(
            tx -> {
              tx.dsl()
                  .execute(
                      "create temp table celers_task_history"
                          + " (like celers.celers_task_history) on commit drop");
              db.broker().using(tx).enqueue(TASK);
            });

    assertThat(rows()).isOne();
  }

  @Test
  void switchGivesUpWhenTheTablesAreNeverFree() {
    db.broker().enqueue(TASK);

    db.dsl()
        .transaction(
            tx -> {
              db.broker().using(tx).queue("default").dequeue();
              assertThatThrownBy(() -> history().enable()).isInstanceOf(TimeoutException.class);
            });

    assertThat(triggers()).isZero();
    assertThat(history().enable()).isTrue();
  }

  @Test
  void switchTakesTheOwner() {
    db.dsl().execute("drop role if exists history_app");
    db.dsl().execute("create role history_app");
    db.dsl().execute("grant usage on schema celers to history_app");
    db.dsl()
        .execute(
            "grant select, insert, update, delete on all tables in schema celers to history_app");
    db.dsl().execute("grant execute on all functions in schema celers to history_app");

    try {
      assertThatThrownBy(
              () ->
                  db.dsl()
                      .transaction(
                          tx -> {
                            tx.dsl().execute("set local role history_app");
                            db.broker().using(tx).history().enable();
                          }))
          .isInstanceOf(PermissionException.class);
      history().enable();
      db.dsl()
          .transaction(
              tx -> {
                tx.dsl().execute("set local role history_app");
                db.broker().using(tx).enqueue(TASK);
              });
      assertThat(rows()).isOne();
      assertThatThrownBy(
              () ->
                  db.dsl()
                      .transaction(
                          tx -> {
                            tx.dsl().execute("set local role history_app");
                            db.broker().using(tx).history().disable();
                          }))
          .isInstanceOf(PermissionException.class);
    } finally {
      db.dsl().execute("drop owned by history_app");
      db.dsl().execute("drop role history_app");
    }
  }

  /**
   * The tables are locked one after the other, and each is waited for no longer than this while the
   * others are held; under the locks is done what does not depend on the size of the tables.
   */
  @Test
  void nobodyWaitsForTheSwitchForMoreThanATenthOfASecond() throws SQLException {
    db.broker().enqueueAll(Collections.nCopies(100, TASK));

    assertThat(lockedBySwitch("enable"))
        .containsExactlyInAnyOrder(
            "celers_dead_letter_queue ShareRowExclusiveLock",
            "celers_task_archive ShareRowExclusiveLock",
            "celers_tasks ShareRowExclusiveLock");
    history().enable();
    assertThat(lockedBySwitch("disable"))
        .containsExactlyInAnyOrder(
            "celers_dead_letter_queue AccessExclusiveLock",
            "celers_task_archive AccessExclusiveLock",
            "celers_tasks AccessExclusiveLock");
    assertThat(
            db.dsl()
                .fetch(
                    "select unnest(proconfig) from pg_proc"
                        + " where proname in ('celers_history_enable', 'celers_history_disable')")
                .getValues(0, String.class))
        .filteredOn(setting -> setting.startsWith("lock_timeout"))
        .containsExactly("lock_timeout=30ms", "lock_timeout=30ms");
  }

  /** Which tables the switch has locked, and how, when it is about to commit; it is rolled back. */
  private static List<String> lockedBySwitch(String verb) throws SQLException {
    String files = "select oid, relfilenode from pg_class where relname ~ '^celers' order by oid";
    try (Session session = Session.inTransactions(db)) {
      Result<?> before = session.dsl().fetch(files);
      session.dsl().fetch("select celers.celers_history_" + verb + "()");
      assertThat(session.dsl().fetch(files)).isEqualTo(before);
      assertThat(
              session
                  .dsl()
                  .fetch("select relname from pg_stat_xact_user_tables where seq_scan > 0"))
          .isEmpty();
      List<String> locks =
          session
              .dsl()
              .fetch(
                  """
                  select c.relname || ' ' || l.mode
                  from pg_locks l join pg_class c on c.oid = l.relation
                  where l.pid = pg_backend_pid() and c.relname ~ '^celers'
                    and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                      'AccessExclusiveLock')
                  """)
              .getValues(0, String.class);
      session.rollback();
      return locks;
    }
  }

  @Test
  void workersGoOnWhileItIsSwitched() throws Exception {
    db.broker().enqueueAll(Collections.nCopies(600, TASK));
    AtomicInteger acked = new AtomicInteger();

    Together.run(
        4,
        thread -> {
          if (thread == 0) {
            for (int i = 0; i < 3; i++) {
              history().enable();
              history().disable();
            }
            history().enable();
            db.broker().enqueue(TASK.queue("after"));
            return true;
          }
          Broker broker = db.broker();
          List<Delivery> batch = broker.queue("default").dequeue(5);
          while (!batch.isEmpty()) {
            broker.ackAll(batch);
            acked.addAndGet(batch.size());
            batch = broker.queue("default").dequeue(5);
          }
          return true;
        });

    assertThat(acked).hasValue(600);
    assertThat(db.dsl().fetchCount(CELERS_TASK_HISTORY, CELERS_TASK_HISTORY.QUEUE.eq("after")))
        .isOne();
    assertThat(db.dsl().fetchCount(CELERS_TASKS, CELERS_TASKS.COMPLETED_AT.isNotNull()))
        .isEqualTo(600);
  }

  @Test
  void ofManyWhoSwitchAtOnceOneDoes() throws Exception {
    assertThat(Together.run(4, thread -> history().enable())).containsOnlyOnce(true);
    assertThat(Together.run(4, thread -> history().disable())).containsOnlyOnce(true);
    assertThat(triggers()).isZero();
  }

  private static int triggers() {
    return db.dsl()
        .resultQuery(
            "select count(*) from pg_trigger where tgname like 'celers%' and not tgisinternal")
        .fetchSingle(0, int.class);
  }

  private static int rows() {
    return db.dsl().fetchCount(CELERS_TASK_HISTORY);
  }

  private static History history() {
    return db.broker().history();
  }
}
