package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.generated.enums.CelersResultStatus;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.transfer.Imported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExportResultsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @RegisterExtension static final BrokerDatabase elsewhere = new BrokerDatabase();

  @Test
  void roundTripIsByteEqual() throws IOException {
    for (CelersResultStatus status : CelersResultStatus.values()) {
      store(status, "{\"n\": [1.0, -1e300, 1.5e-399, null], \"t\": \"ü\\\"\\n😀\"}");
    }
    store(CelersResultStatus.SUCCESS, null);
    store(CelersResultStatus.SUCCESS, "null");
    store(CelersResultStatus.SUCCESS, "[".repeat(500) + "]".repeat(500));
    store(CelersResultStatus.SUCCESS, "1." + "7".repeat(490) + "e-399");

    byte[] first = export(db);
    Imported imported = importInto(elsewhere, first);

    assertThat(imported).isEqualTo(new Imported(10, 0, 0, List.of()));
    assertThat(export(elsewhere)).asString(UTF_8).isEqualTo(new String(first, UTF_8));
  }

  @Test
  void expiredOnesAreNotWritten() throws IOException {
    store(CelersResultStatus.SUCCESS, "1");
    db.clock().advance(Duration.ofDays(2));

    assertThat(new String(export(db), UTF_8)).contains("{\"rows\":0,");
  }

  @Test
  void storedResultIsLeftAloneAndAnotherOneIsAConflict() throws IOException {
    UUID same = store(CelersResultStatus.SUCCESS, "{\"a\": 1}");
    UUID other = store(CelersResultStatus.SUCCESS, "2");
    byte[] file = export(db);
    db.dsl()
        .update(CELERS_TASK_RESULTS)
        .set(CELERS_TASK_RESULTS.RESULT, JSONB.valueOf("3"))
        .where(CELERS_TASK_RESULTS.TASK_ID.eq(other))
        .execute();

    Imported imported = importInto(db, file);

    assertThat(imported).isEqualTo(new Imported(0, 1, 1, List.of(other)));
    assertThat(db.broker().results().find(other).orElseThrow().json()).contains("3");
    assertThat(db.broker().results().find(same).orElseThrow().json()).contains("{\"a\": 1}");
  }

  @Test
  void archivedResultIsThere() throws IOException {
    store(CelersResultStatus.SUCCESS, "1");
    byte[] file = export(db);
    db.broker().results().archive(Duration.ZERO);

    assertThat(importInto(db, file)).isEqualTo(new Imported(0, 1, 0, List.of()));
    assertThat(db.dsl().fetchCount(CELERS_TASK_RESULTS)).isZero();
  }

  private static UUID store(CelersResultStatus status, @Nullable String json) {
    UUID id = UUID.randomUUID();
    db.dsl()
        .insertInto(CELERS_TASK_RESULTS)
        .set(CELERS_TASK_RESULTS.TASK_ID, id)
        .set(CELERS_TASK_RESULTS.TASK_NAME, "task")
        .set(CELERS_TASK_RESULTS.STATUS, status)
        .set(CELERS_TASK_RESULTS.RESULT, json == null ? null : JSONB.valueOf(json))
        .set(CELERS_TASK_RESULTS.ERROR_MESSAGE, "it's \"broken\"")
        .set(CELERS_TASK_RESULTS.STACK_TRACE, "at a\n\tat b")
        .set(CELERS_TASK_RESULTS.RUN_TIME_MICROS, 1_234_567L)
        .set(CELERS_TASK_RESULTS.EXPIRES_AT, db.clock().now().plusDays(1))
        .execute();
    return id;
  }

  private static byte[] export(BrokerDatabase database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    database.broker().results().export(out, progress -> {});
    return out.toByteArray();
  }

  private static Imported importInto(BrokerDatabase database, byte[] file) throws IOException {
    return database.broker().results().importFrom(new ByteArrayInputStream(file), progress -> {});
  }
}
