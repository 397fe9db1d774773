package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.Worker;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Which changes of tasks wait for the disk, as a trigger sees it: all but the claims of workers.
 */
class AsynchronousClaimIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> BLOB = TaskType.ofBytes("blob");

  private final Recorder recorder = new Recorder();

  @BeforeAll
  static void watch() {
    db.dsl().execute("create table seen (number serial, state text, synchronous_commit text)");
    db.dsl()
        .execute(
            """
            create function see() returns trigger language plpgsql as $$
            begin
              insert into public.seen (state, synchronous_commit)
              values (new.state, current_setting('synchronous_commit'));
              return new;
            end $$
            """);
    db.dsl()
        .execute(
            "create trigger see after insert or update on celers.celers_tasks"
                + " for each row execute function see()");
  }

  @Test
  void onlyClaimsOfWorkersDoNotWaitForTheDisk() {
    try (HikariDataSource pool = pool()) {
      JooqBroker broker = JooqBroker.builder(pool).build();
      broker.enqueue(BLOB.with(new byte[] {1}));
      broker.queue("default").dequeue(1).forEach(broker::ack);
      broker.enqueue(BLOB.with(new byte[] {1}));

      try (Worker worker =
          broker.worker().handle(BLOB, (bytes, task) -> {}).listener(recorder).start()) {
        recorder.awaitSettled(1);
        assertThat(worker.inHand()).isZero();
      }
    }

    assertThat(seen())
        .containsExactly(
            "pending on",
            "processing on",
            "completed on",
            "pending on",
            "processing off",
            "completed on");
  }

  /** The server of the tests does not wait for the disk at all, unless a session wants to. */
  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(db.database().dataSource());
    config.setMaximumPoolSize(6);
    config.setConnectionInitSql("set synchronous_commit = on");
    return new HikariDataSource(config);
  }

  private static List<String> seen() {
    return db.dsl()
        .resultQuery("select state || ' ' || synchronous_commit from seen order by number")
        .fetch(0, String.class);
  }
}
