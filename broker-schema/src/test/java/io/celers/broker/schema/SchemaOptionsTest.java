package io.celers.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaOptionsTest {

  @Test
  void defaultsAreTheSchemaCelersCreatedIfMissing() {
    SchemaOptions defaults = SchemaOptions.defaults();

    assertThat(defaults)
        .isEqualTo(new SchemaOptions("celers", SchemaCreation.IF_MISSING, OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public",
        "a",
        "_",
        "queue_2",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" // 48
      })
  void plainNamesAreAllowed(String name) {
    assertThat(SchemaOptions.defaults().withSchema(name).schema()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Celers",
        "2queues",
        "a-b",
        "a.b",
        "a\"b",
        "a;drop",
        "queue\n",
        "schlüssel",
        "pg_queue",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" // 49
      })
  void namesThatNeedQuotesOrAreReservedAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaOptions.defaults().withSchema(name))
        .withMessageContaining("^[a-z_][a-z0-9_]{0,47}$")
        .withMessageEndingWith("was " + name);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, BrokerSchema.LAST_MIGRATION + 1})
  void unknownMigrationsCannotBeAdopted(int migration) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SchemaOptions.defaults().withAdoptedMigration(migration))
        .withMessage("migration must be 1.." + BrokerSchema.LAST_MIGRATION + ", was " + migration);
  }

  @Test
  void eachOptionIsChangedAlone() {
    SchemaOptions options =
        SchemaOptions.defaults()
            .withSchema("queue")
            .withCreation(SchemaCreation.NEVER)
            .withAdoptedMigration(3);

    assertThat(options)
        .isEqualTo(new SchemaOptions("queue", SchemaCreation.NEVER, OptionalInt.of(3)));
  }
}
