package com.example.ownclasses;

import static com.example.ownclasses.db.Tables.CELERS_TASKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class BacklogTest {

  @Test
  void countsWhatWaitsInTheMigratedSchema() {
    try (TestDatabase database = ThrowawayPostgres.shared().emptyDatabase()) {
      BrokerSchema.migrate(database.dataSource());
      DSLContext ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
      waiting(ctx, "mail");
      waiting(ctx, "mail");
      waiting(ctx, "reports");

      Map<String, Integer> backlog = new Backlog(ctx).perQueue();

      assertEquals(Map.of("mail", 2, "reports", 1), backlog);
    }
  }

  @Test
  void needsNothingOfTheBrokerButItsSchema() {
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("io.celers.broker.generated.Tables"));
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("io.celers.broker.jooq.JooqBroker"));
  }

  private static void waiting(DSLContext ctx, String queue) {
    ctx.insertInto(CELERS_TASKS)
        .set(CELERS_TASKS.ID, UUID.randomUUID())
        .set(CELERS_TASKS.QUEUE, queue)
        .set(CELERS_TASKS.TASK_NAME, "anything")
        .set(CELERS_TASKS.CODEC, "bytes")
        .set(CELERS_TASKS.PAYLOAD, new byte[0])
        .set(CELERS_TASKS.CONTENT_HASH, 0L)
        .execute();
  }
}
