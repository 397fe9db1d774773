package io.celers.broker.jooq.schemas;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.Broker;
import io.celers.broker.error.SchemaException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.EveryVerb;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.schema.SchemaOptions;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.MappedTable;
import org.jooq.conf.ParamCastMode;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker in a schema of another name, and beside an application with settings of its own. */
class SchemasIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @ParameterizedTest
  @ValueSource(strings = {"celers", "public", "order_queue_7", "select", "user"})
  void allVerbsWorkInASchemaOfAnyName(String schema) {
    try (TestDatabase fresh = ThrowawayPostgres.shared().emptyDatabase();
        HikariDataSource pool = pool(fresh)) {
      BrokerSchema.migrate(fresh.dataSource(), SchemaOptions.defaults().withSchema(schema));
      DSLContext dsl = DSL.using(pool, SQLDialect.POSTGRES);
      JooqBroker broker = JooqBroker.builder(pool).schema(schema).build();

      EveryVerb.on(broker);

      String tables = "select count(*) from {0}";
      assertThat(dsl.fetchValue(tables, DSL.table(DSL.name(schema, "celers_tasks"))))
          .isNotEqualTo(0L);
      dsl.transaction(
          tx -> {
            tx.dsl().execute("delete from {0}", DSL.name(schema, "celers_tasks"));
            tx.dsl().execute("delete from {0}", DSL.name(schema, "celers_deduplication"));
            EveryVerb.on(broker.using(tx));
          });
    }
  }

  private static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  @Test
  void brokersOfTwoSchemasOfOneDatabaseDoNotSeeEachOther() {
    BrokerSchema.migrate(db.database().dataSource(), SchemaOptions.defaults().withSchema("second"));
    Broker first = db.broker();
    Broker second = JooqBroker.builder(db.dsl()).schema("second").build();
    NewTask<byte[]> task = NewTask.ofBytes("task", new byte[] {1}).idempotencyKey("same");

    assertThat(first.enqueue(task)).isInstanceOf(Enqueued.Created.class);
    assertThat(second.queue("default").dequeue()).isEmpty();
    assertThat(second.enqueue(task)).isInstanceOf(Enqueued.Created.class);
    assertThat(first.queue("default").dequeue(10)).hasSize(1);
    assertThat(second.queue("default").dequeue(10)).hasSize(1);

    db.dsl()
        .transaction(
            tx -> {
              JooqBroker one = db.broker();
              JooqBroker two = (JooqBroker) second;
              one.using(tx).enqueue(NewTask.ofBytes("one", new byte[0]));
              two.using(tx).enqueue(NewTask.ofBytes("two", new byte[0]));
              assertThat(one.using(tx).queue("default").dequeue(10)).hasSize(1);
              assertThat(two.using(tx).queue("default").dequeue(10))
                  .singleElement()
                  .satisfies(delivery -> assertThat(delivery.name()).isEqualTo("two"));
            });
    EveryVerb.on(second);
  }

  @Test
  void aSchemaThatIsNotThereIsToldAsSuch() {
    Broker broker = JooqBroker.builder(db.dsl()).schema("nowhere").build();

    assertThatThrownBy(() -> broker.enqueue(NewTask.ofBytes("task", new byte[0])))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("nowhere");
  }

  /** The broker has looked at the schema of its own database by then, and does not look again. */
  @Test
  void connectionOfAnotherDatabaseWithoutTheSchemaIsToldAsSuch() {
    NewTask<byte[]> task = NewTask.ofBytes("task", new byte[0]);
    db.broker().enqueue(task);
    try (TestDatabase other = ThrowawayPostgres.shared().emptyDatabase()) {
      DSLContext there = DSL.using(other.dataSource(), SQLDialect.POSTGRES);
      Broker broker = db.broker().using(there);

      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> broker.enqueue(task),
              () -> broker.enqueueBulk(Stream.of(task)),
              () -> broker.queue("default").dequeue(),
              () -> there.transaction(tx -> db.broker().using(tx).enqueue(task)))) {
        assertThatThrownBy(call).isInstanceOf(SchemaException.class).hasMessageContaining("celers");
      }
    }

    assertThat(db.tasks()).isOne();
  }

  @Test
  void connectionOfAnotherDatabaseWithTheSchemaIsWorkedOn() {
    NewTask<byte[]> task = NewTask.ofBytes("task", new byte[0]);
    db.broker().enqueue(task);
    try (TestDatabase other = ThrowawayPostgres.shared().migratedDatabase()) {
      DSLContext there = DSL.using(other.dataSource(), SQLDialect.POSTGRES);

      UUID id =
          there.transactionResult(tx -> db.broker().using(tx).enqueue(task.queue("there")).id());

      assertThat(there.fetchValue(CELERS_TASKS.ID)).isEqualTo(id);
      assertThat(db.broker().queue("there").dequeue()).isEmpty();
      assertThat(db.broker().using(there).queue("there").dequeue()).isPresent();
    }
    assertThat(db.tasks()).isOne();
  }

  static List<Settings> oddSettings() {
    return List.of(
        new Settings()
            .withRenderMapping(
                new RenderMapping()
                    .withSchemata(
                        new MappedSchema()
                            .withInput("celers")
                            .withOutput("elsewhere")
                            .withTables(
                                new MappedTable()
                                    .withInput("celers_tasks")
                                    .withOutput("other_tasks")),
                        new MappedSchema().withInput("shop").withOutput("shop_of_tenant_7"))),
        new Settings().withRenderMapping(new RenderMapping().withDefaultSchema("celers")),
        new Settings().withRenderSchema(false),
        new Settings().withRenderNameCase(RenderNameCase.UPPER),
        new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER),
        new Settings().withStatementType(StatementType.STATIC_STATEMENT),
        new Settings()
            .withRenderFormatted(true)
            .withExecuteWithOptimisticLocking(true)
            .withReturnAllOnUpdatableRecord(true)
            .withQueryTimeout(60)
            .withMaxRows(1)
            .withFetchSize(1),
        new Settings().withInListPadding(true).withParamCastMode(ParamCastMode.NEVER));
  }

  @ParameterizedTest
  @MethodSource("oddSettings")
  void settingsOfTheApplicationDoNotReachTheBroker(Settings settings) {
    DSLContext application = DSL.using(db.dataSource(), SQLDialect.POSTGRES, settings);

    EveryVerb.on(JooqBroker.on(application));
    db.dsl().truncate(CELERS_TASKS).execute();
    db.dsl().execute("truncate celers.celers_deduplication");
    application.transaction(tx -> EveryVerb.on(db.broker().using(tx)));
  }

  @Test
  void queriesOfTheApplicationAreStillMapped() {
    DSLContext application = DSL.using(db.dataSource(), SQLDialect.POSTGRES, oddSettings().get(0));
    application.execute("create schema shop_of_tenant_7");
    application.execute("create table shop_of_tenant_7.orders (id int)");

    application.transaction(
        tx -> {
          tx.dsl().execute("insert into shop_of_tenant_7.orders values (1)");
          db.broker().using(tx).enqueue(NewTask.ofBytes("task", new byte[0]));
          assertThat(tx.dsl().fetchCount(DSL.table(DSL.name("shop", "orders")))).isOne();
        });

    assertThat(application.render(CELERS_TASKS)).contains("elsewhere").contains("other_tasks");
    assertThat(db.tasks()).isOne();
  }

  @Test
  void visitListenersOfTheApplicationDoNotSeeTheBrokersStatements() {
    List<String> visited = new ArrayList<>();
    DSLContext application =
        db.dsl()
            .configuration()
            .derive(
                new DefaultVisitListenerProvider(
                    new VisitListener() {
                      @Override
                      public void visitStart(VisitContext context) {
                        visited.add(context.queryPart().getClass().getSimpleName());
                      }
                    }))
            .dsl();

    EveryVerb.on(JooqBroker.on(application));

    assertThat(visited).isEmpty();
    application.selectOne().fetch();
    assertThat(visited.toString().toLowerCase(Locale.ROOT)).contains("select");
  }
}
