package io.celers.broker.testdb.junit;

import static io.celers.broker.generated.Tables.CELERS_SCHEMA_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.generated.Celers;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.task.NewTask;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each test begins with empty tables, at the time of day. */
class MigratedDatabaseIT {

  @RegisterExtension
  static final MigratedDatabase database =
      new MigratedDatabase()
          .prepare(dataSource -> on(dataSource).execute("create schema shop"))
          .prepare(
              dataSource ->
                  on(dataSource)
                      .execute("create table shop.orders (id bigint generated always as identity)"))
          .empty("shop.orders");

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("task", new byte[0]);

  @RepeatedTest(2)
  void nothingIsLeftOfTheTestBefore() {
    DSLContext ctx = on(database.dataSource());
    JooqBroker broker = JooqBroker.on(ctx);
    for (Table<?> table : Celers.CELERS.getTables()) {
      if (table.getTableType() == TableType.TABLE && !table.equals(CELERS_SCHEMA_VERSION)) {
        assertThat(ctx.fetchCount(table)).as(table.getName()).isZero();
      }
    }
    assertThat(broker.monitoring().health().schemaVersion()).isPositive();
    assertThat(ctx.fetchValue("insert into shop.orders default values returning id").toString())
        .isEqualTo("1");

    broker.enqueue(TASK.idempotencyKey("k"));
    broker.queue("q").pause("test");
    broker.schedules().put("s", Cadence.every(Duration.ofHours(1)), TASK);
  }

  @RepeatedTest(2)
  void clockIsMovedAndSetBackAgain() {
    OffsetDateTime now = database.clock().now();
    OffsetDateTime servers =
        on(database.dataSource())
            .resultQuery("select clock_timestamp()")
            .fetchSingle(0, OffsetDateTime.class);
    assertThat(Duration.between(now, servers)).isBetween(Duration.ZERO, Duration.ofMinutes(1));

    database.clock().advance(Duration.ofDays(400));
    assertThat(Duration.between(now, database.clock().now()))
        .isBetween(Duration.ofDays(400), Duration.ofDays(401));
    database.clock().moveTo(Instant.parse("2031-02-03T04:05:06Z"));
    assertThat(database.clock().now().toInstant())
        .isBetween(Instant.parse("2031-02-03T04:05:06Z"), Instant.parse("2031-02-03T04:06:06Z"));
  }

  /** On the same database, which outlives them. */
  @Nested
  class Inner {

    @Test
    void nestedTestsShareTheDatabase() {
      assertThat(JooqBroker.on(on(database.dataSource())).queue("default").dequeue()).isEmpty();
    }
  }

  private static DSLContext on(javax.sql.DataSource dataSource) {
    return DSL.using(dataSource, SQLDialect.POSTGRES);
  }
}
