package io.celers.broker.jooq.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.generated.tables.records.CelersTasksRecord;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** The rows of a claim are read by place: each column has to be in that of its component. */
class ClaimedColumnsTest {

  private static final OffsetDateTime MOMENT =
      OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  @Test
  void selectedAndReadInTheSameOrder() {
    DSLContext db = DSL.using(SQLDialect.POSTGRES);
    Claim claim = new Claim(UUID.randomUUID(), "worker", 1, 1, 1, null);
    Field<?>[] read = ClaimTasks.bound(db, "queue", Lanes.full(), claim).query().fields();

    assertThat(Stream.of(read).map(Field::getName))
        .containsExactlyElementsOf(
            Stream.concat(Stream.of(ClaimTasks.DUE_AT), ClaimTasks.TOLD.stream())
                .map(Field::getName)
                .toList());
  }

  @Test
  void eachComponentGoesIntoItsColumn() {
    DueRow row =
        new DueRow(
            MOMENT,
            new UUID(0, 1),
            "queue",
            "name",
            2,
            "codec",
            new byte[] {3},
            (short) 4,
            5,
            6,
            "policy",
            MOMENT.plusDays(7),
            MOMENT.plusDays(8),
            MOMENT.plusDays(9),
            MOMENT.plusDays(10),
            MOMENT.plusDays(11),
            new UUID(0, 12),
            "error",
            JSONB.valueOf("{}"));

    CelersTasksRecord task = row.task();

    assertThat(ClaimTasks.TOLD.stream().<Object>map(task::get))
        .containsExactly(
            row.id(),
            row.queue(),
            row.name(),
            row.version(),
            row.codec(),
            row.payload(),
            row.priority(),
            row.deliveries(),
            row.maxRetries(),
            row.retryPolicy(),
            row.createdAt(),
            row.scheduledAt(),
            row.visibleAt(),
            row.expiresAt(),
            row.startedAt(),
            row.receipt(),
            row.errorMessage(),
            row.metadata());
  }
}
