package io.celers.broker.jooq.security;

import static io.celers.broker.jooq.security.Canary.CANARY;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.security.GuardedVerb.Scene;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.result.TaskResult;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.task.NewTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every verb on a database that refuses every change and quotes the row in its details. */
class RefusedVerbsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @RegisterExtension final Canary canary = new Canary();

  @AfterEach
  void refuseNothing() {
    db.dsl().execute("drop function celers.refuse() cascade");
    db.broker().history().disable();
  }

  @Test
  void noVerbQuotesTheRowThatWasRefused() throws IOException {
    Scene scene = scene();
    refuseChangesOfAllTables();

    List<Throwable> thrown =
        GuardedVerb.all()
            .map(verb -> catchThrowable(() -> verb.call().on(db.broker(), scene)))
            .filter(refused -> refused != null)
            .toList();

    assertThat(thrown).allSatisfy(Canary::assertSecret);
    assertThat(thrown)
        .filteredOn(
            refused ->
                refused instanceof DatabaseException database
                    && database.sqlState().equals("P0042"))
        .hasSizeGreaterThan(25);
    canary.assertNothingLeaked();
  }

  private static Scene scene() throws IOException {
    UUID dead = db.broker().enqueue(task("dead")).id();
    db.broker().reject(claim("dead"), Rejection.deadLetter(CANARY));
    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    db.broker().deadLetters().export(DeadLetterQuery.all(), exported, progress -> {});
    UUID finished = db.broker().enqueue(task("finished")).id();
    Delivery done = claim("finished");
    db.broker().ack(done, TaskResult.success(done).value(CANARY));
    db.broker().schedules().put("hourly", Cadence.every(ofHours(1)), task("scheduled"));
    db.broker().queue("limited").configure(QueueSettings.none().withMaxLength(100));
    db.broker().queue("mail").pause(CANARY);
    db.broker().enqueue(task("held"));
    Delivery held = claim("held");
    UUID pending = db.broker().enqueue(task("pending").idempotencyKey(CANARY)).id();
    return new Scene(pending, held, dead, exported.toByteArray(), finished);
  }

  private static NewTask<byte[]> task(String queue) {
    return NewTask.ofBytes("task", CANARY.getBytes(StandardCharsets.UTF_8))
        .queue(queue)
        .header("authorization", CANARY)
        .tag(CANARY);
  }

  private static Delivery claim(String queue) {
    return db.broker().queue(queue).dequeue().orElseThrow();
  }

  private static void refuseChangesOfAllTables() {
    db.dsl()
        .execute(
            """
            create function celers.refuse() returns trigger language plpgsql as $$
            declare t text := coalesce(to_jsonb(new), to_jsonb(old))::text;
            begin
              raise exception using errcode = 'P0042', message = 'no', detail = t, hint = t;
            end $$
            """);
    db.dsl()
        .execute(
            """
            do $$ declare t regclass; begin
              for t in select c.oid from pg_class c
                where c.relnamespace = 'celers'::regnamespace and c.relkind = 'r' loop
                execute 'create trigger refuse before insert or update or delete on ' || t
                  || ' for each row execute function celers.refuse()';
              end loop;
            end $$
            """);
  }
}
