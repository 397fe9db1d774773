package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.Tables.CELERS_SCHEMA_VERSION;
import static io.celers.broker.generated.system.Routines.currentSetting1;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import io.celers.broker.monitoring.Freshness;
import io.celers.broker.monitoring.Health;
import io.celers.broker.monitoring.PoolFigures;
import io.celers.broker.monitoring.QueueReport;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Asks the server how it is, and what stands in the broker's way. */
final class CheckHealth {

  private static final String ON = "on";

  private CheckHealth() {}

  static Health execute(
      DSLContext db, String schema, QueueReport queues, Supplier<Optional<PoolFigures>> pool) {
    long asked = System.nanoTime();
    Freshness freshness = MeasureFreshness.execute(db);
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - asked);
    Field<String> version = currentSetting1("server_version").as("server");
    Field<String> readOnly = currentSetting1("transaction_read_only").as("read_only");
    Field<Integer> schemaVersion =
        field(select(max(CELERS_SCHEMA_VERSION.VERSION)).from(CELERS_SCHEMA_VERSION))
            .as("schema_version");
    return db.select(version, readOnly, schemaVersion)
        .fetchSingle(
            row -> {
              boolean isReadOnly = row.get(readOnly).equals(ON);
              Optional<PoolFigures> connections = pool.get();
              return new Health(
                  freshness,
                  row.get(version),
                  row.get(schemaVersion),
                  roundTrip,
                  isReadOnly,
                  connections,
                  FindProblems.of(
                      freshness,
                      isReadOnly,
                      connections,
                      queues,
                      ReadStorage.execute(db, schema),
                      FindSnapshotHolders.execute(db, freshness.measuredAt())));
            });
  }
}
