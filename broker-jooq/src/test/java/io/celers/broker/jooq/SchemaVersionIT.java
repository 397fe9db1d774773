package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_SCHEMA_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.error.SchemaException;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.task.NewTask;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class SchemaVersionIT {

  private static final NewTask<byte[]> TASK = NewTask.ofBytes("any", new byte[0]);

  @Test
  void worksOnANewerSchemaThatIsForThisLibrary() {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase()) {
      DSLContext ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
      install(ctx, 999, BrokerSchema.SCHEMA_VERSION);

      assertThat(JooqBroker.on(ctx).enqueue(TASK).id()).isNotNull();
    }
  }

  @Test
  void refusesANewerSchemaThatIsForNewerLibrariesOnly() {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase()) {
      DSLContext ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
      install(ctx, 998, BrokerSchema.SCHEMA_VERSION + 1);
      install(ctx, 999, BrokerSchema.SCHEMA_VERSION);
      JooqBroker broker = JooqBroker.on(ctx);

      assertThatThrownBy(() -> broker.enqueue(TASK))
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("version 999")
          .hasMessageContaining("newer library");
    }
  }

  @Test
  void refusesASchemaThatIsOlderThanItNeeds() {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase()) {
      DSLContext ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
      ctx.deleteFrom(CELERS_SCHEMA_VERSION).execute();
      JooqBroker broker = JooqBroker.on(ctx);

      assertThatThrownBy(() -> broker.enqueue(TASK)).hasMessageContaining("version none");
      install(ctx, 0, 0);
      assertThatThrownBy(() -> broker.enqueue(TASK))
          .isInstanceOf(SchemaException.class)
          .hasMessageContaining("version 0")
          .hasMessageContaining("BrokerSchema.migrate");
    }
  }

  @Test
  void refusesADatabaseOfAnotherEncoding() {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase()) {
      String latin = database.name() + "_latin";
      DSLContext ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
      ctx.execute(
          "create database "
              + latin
              + " encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
      try {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setDatabaseName(latin);
        dataSource.setUser(database.user());
        dataSource.setPassword(database.password());
        DSLContext inLatin = DSL.using(dataSource, SQLDialect.POSTGRES);
        inLatin.execute("create schema celers");
        inLatin.execute(
            "create table celers.celers_schema_version (version int, oldest_client int)");
        install(inLatin, BrokerSchema.SCHEMA_VERSION, BrokerSchema.SCHEMA_VERSION);
        JooqBroker broker = JooqBroker.on(inLatin);

        assertThatThrownBy(() -> broker.enqueue(TASK))
            .isInstanceOf(SchemaException.class)
            .hasMessageContaining("encoding LATIN1")
            .hasMessageContaining("UTF8");
      } finally {
        ctx.execute("drop database " + latin);
      }
    }
  }

  private static void install(DSLContext ctx, int version, int oldestClient) {
    ctx.insertInto(CELERS_SCHEMA_VERSION)
        .set(CELERS_SCHEMA_VERSION.VERSION, version)
        .set(CELERS_SCHEMA_VERSION.OLDEST_CLIENT, oldestClient)
        .execute();
  }

  @Test
  void goesOnOnceTheMigrationsHaveRun() {
    try (TestDatabase database = ThrowawayPostgres.shared().emptyDatabase()) {
      JooqBroker broker = JooqBroker.builder(database.dataSource()).build();
      assertThatThrownBy(() -> broker.enqueue(TASK)).isInstanceOf(SchemaException.class);

      BrokerSchema.migrate(database.dataSource());

      assertThat(broker.enqueue(TASK).id()).isNotNull();
    }
  }

  @Test
  void knowsTheSchemaThatItsOwnMigrationsMake() {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase()) {
      DSLContext ctx = DSL.using(database.dataSource(), SQLDialect.POSTGRES);

      Integer version = ctx.fetchSingle(CELERS_SCHEMA_VERSION).getVersion();

      assertThat(version).isEqualTo(BrokerSchema.SCHEMA_VERSION);
      assertThat(JooqBroker.on(ctx).queue("any").dequeue()).isEmpty();
    }
  }
}
