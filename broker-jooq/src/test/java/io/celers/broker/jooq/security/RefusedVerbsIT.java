package io.celers.broker.jooq.security;

import static io.celers.broker.jooq.security.Canary.CANARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.celers.broker.error.DatabaseException;
import io.celers.broker.jooq.security.GuardedVerb.Scene;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import java.io.IOException;
import java.util.List;
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
    Scene scene = Scene.in(db, CANARY);
    db.broker().queue("mail").pause(CANARY);
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
