package io.celers.broker.jooq.internal.sql;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Param;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Text and values are those that jOOQ would send. */
class HotStatementTest {

  private static final Param<String> NAME = param("name", CELERS_TASKS.QUEUE);
  private static final Param<JSONB> METADATA = param("metadata", CELERS_TASKS.METADATA);
  private static final Param<UUID[]> IDS =
      param("ids", CELERS_TASKS.ID.getDataType().getArrayDataType());
  private static final Param<Integer> LIMIT = param("limit", Integer.class);

  private static final UUID[] TWO = {new UUID(1, 2), new UUID(3, 4)};

  private final AtomicInteger built = new AtomicInteger();
  private final HotStatement<UUID> statement =
      HotStatement.of(
          () -> {
            built.incrementAndGet();
            return statement(NAME, METADATA, IDS, LIMIT);
          },
          Record1::value1);

  @Test
  void aValueInTwoPlacesAndAnArrayAreSentAsTheDslSendsThem() {
    assertAsTheDsl(db("celers"), "mail", JSONB.valueOf("{}"));
  }

  @Test
  void noValueIsSentAsTheDslSendsIt() {
    assertAsTheDsl(db("celers"), "mail", null);
  }

  @Test
  void textIsMadeOnceForEachSchema() {
    for (int i = 0; i < 3; i++) {
      assertAsTheDsl(db("celers"), "first " + i, JSONB.valueOf("{}"));
      assertAsTheDsl(db("other"), "?:{0}\u0001name" + i, null);
    }

    assertThat(built).hasValue(2);
  }

  @Test
  void parameterWithoutAValueIsRefused() {
    HotStatement.Bound<UUID> bound = statement.on(db("celers")).with(NAME, "mail");

    assertThatIllegalStateException().isThrownBy(bound::query).withMessageContaining("metadata");
    bound(db("celers"), "mail", null).query();
    assertThatIllegalStateException().isThrownBy(bound::query).withMessageContaining("metadata");
  }

  @Test
  void valueWithoutAParameterIsRefused() {
    HotStatement.Bound<UUID> bound =
        bound(db("celers"), "mail", null).with(param("another", String.class), "value");

    assertThatIllegalStateException().isThrownBy(bound::query).withMessageContaining("another");
  }

  @Test
  void valueThatIsNoParameterIsRefused() {
    HotStatement<UUID> careless =
        HotStatement.of(() -> statement(val("mail"), METADATA, IDS, LIMIT), Record1::value1);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                careless
                    .on(db("celers"))
                    .with(METADATA, null)
                    .with(IDS, TWO)
                    .with(LIMIT, 1)
                    .query());
  }

  private void assertAsTheDsl(DSLContext db, String name, @Nullable JSONB metadata) {
    ResultQuery<?> hot = bound(db, name, metadata).query();
    ResultQuery<?> plain =
        statement(
            val(name, CELERS_TASKS.QUEUE),
            val(metadata, CELERS_TASKS.METADATA),
            val(TWO, IDS.getDataType()),
            val(7));

    assertThat(db.render(hot)).isEqualTo(db.render(plain));
    assertThat(db.extractBindValues(hot)).isEqualTo(db.extractBindValues(plain));
    assertThat(names(hot)).isEqualTo(names(plain));
  }

  private static List<String> names(ResultQuery<?> query) {
    return Stream.of(query.fields()).map(Field::getName).toList();
  }

  private HotStatement.Bound<UUID> bound(DSLContext db, String name, @Nullable JSONB metadata) {
    return statement.on(db).with(NAME, name).with(METADATA, metadata).with(IDS, TWO).with(LIMIT, 7);
  }

  private static ResultQuery<Record1<UUID>> statement(
      Field<String> name, Field<JSONB> metadata, Field<UUID[]> ids, Field<Integer> limit) {
    return select(CELERS_TASKS.ID)
        .from(CELERS_TASKS)
        .where(CELERS_TASKS.QUEUE.eq(name).or(CELERS_TASKS.TASK_NAME.eq(name)))
        .and(CELERS_TASKS.METADATA.eq(metadata))
        .and(CELERS_TASKS.ID.eq(any(ids)))
        .limit(limit);
  }

  private static DSLContext db(String schema) {
    Settings settings =
        new Settings()
            .withRenderMapping(
                new RenderMapping()
                    .withSchemata(new MappedSchema().withInput("celers").withOutput(schema)));
    return DSL.using(SQLDialect.POSTGRES, settings);
  }
}
