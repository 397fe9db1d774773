package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.system.Routines.pgIsInRecovery;
import static io.celers.broker.generated.system.Routines.pgLastXactReplayTimestamp;

import io.celers.broker.jooq.internal.sql.Times;
import io.celers.broker.monitoring.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Asks the database for its time, and a replica for what it has replayed. */
final class MeasureFreshness {

  /** What a replica says that has replayed nothing since it started. */
  private static final Duration UNKNOWN = Duration.ofDays(3_650);

  private MeasureFreshness() {}

  static Freshness execute(DSLContext db) {
    Field<OffsetDateTime> now = celersNow();
    Field<Boolean> replica = pgIsInRecovery();
    Field<OffsetDateTime> replayed = pgLastXactReplayTimestamp();
    return db.select(now, replica, replayed)
        .fetchSingle(
            row -> {
              Instant measuredAt = row.get(now).toInstant();
              return new Freshness(
                  measuredAt,
                  row.get(replica)
                      ? Optional.of(
                          Times.instant(row.get(replayed))
                              .map(moment -> since(moment, measuredAt))
                              .orElse(UNKNOWN))
                      : Optional.empty());
            });
  }

  /** The time between two moments, zero if they are the other way round. */
  static Duration since(Instant moment, Instant now) {
    return moment.isBefore(now) ? Duration.between(moment, now) : Duration.ZERO;
  }
}
