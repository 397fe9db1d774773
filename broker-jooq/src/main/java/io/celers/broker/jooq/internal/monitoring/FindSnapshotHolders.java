package io.celers.broker.jooq.internal.monitoring;

import static io.celers.broker.generated.system.Routines.currentDatabase;
import static io.celers.broker.generated.system.Routines.pgBackendPid;
import static io.celers.broker.generated.system.Tables.PG_PREPARED_XACTS;
import static io.celers.broker.generated.system.Tables.PG_REPLICATION_SLOTS;
import static io.celers.broker.generated.system.Tables.PG_STAT_ACTIVITY;

import io.celers.broker.monitoring.SnapshotHolder;
import io.celers.broker.monitoring.SnapshotHolder.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Finds what keeps old row versions of this database alive, the oldest first. */
final class FindSnapshotHolders {

  /** Sessions that are told of: the oldest one is what matters. */
  private static final int SESSIONS = 20;

  private FindSnapshotHolders() {}

  static List<SnapshotHolder> execute(DSLContext db, Instant now) {
    List<SnapshotHolder> holders = new ArrayList<>(sessions(db, now));
    holders.addAll(prepared(db, now));
    holders.addAll(slots(db));
    return holders;
  }

  // A snapshot in another database does not keep rows of this one. A replica's feedback arrives in
  // a session without a database.
  private static List<SnapshotHolder> sessions(DSLContext db, Instant now) {
    return db.select(
            PG_STAT_ACTIVITY.PID,
            PG_STAT_ACTIVITY.APPLICATION_NAME,
            PG_STAT_ACTIVITY.USENAME,
            PG_STAT_ACTIVITY.STATE,
            PG_STAT_ACTIVITY.XACT_START,
            PG_STAT_ACTIVITY.QUERY_START)
        .from(PG_STAT_ACTIVITY)
        .where(
            PG_STAT_ACTIVITY.BACKEND_XMIN.isNotNull().or(PG_STAT_ACTIVITY.BACKEND_XID.isNotNull()))
        .and(PG_STAT_ACTIVITY.PID.ne(pgBackendPid()))
        .and(PG_STAT_ACTIVITY.DATNAME.eq(currentDatabase()).or(PG_STAT_ACTIVITY.DATNAME.isNull()))
        .orderBy(PG_STAT_ACTIVITY.XACT_START.asc().nullsLast(), PG_STAT_ACTIVITY.PID)
        .limit(SESSIONS)
        .fetch(
            row ->
                new SnapshotHolder(
                    Kind.SESSION,
                    text(row.get(PG_STAT_ACTIVITY.APPLICATION_NAME)),
                    OptionalInt.of(row.get(PG_STAT_ACTIVITY.PID)),
                    text(row.get(PG_STAT_ACTIVITY.USENAME)),
                    text(row.get(PG_STAT_ACTIVITY.STATE)),
                    CountQueues.age(row.get(PG_STAT_ACTIVITY.XACT_START), now),
                    CountQueues.age(row.get(PG_STAT_ACTIVITY.QUERY_START), now)));
  }

  private static List<SnapshotHolder> prepared(DSLContext db, Instant now) {
    return db.select(PG_PREPARED_XACTS.GID, PG_PREPARED_XACTS.OWNER, PG_PREPARED_XACTS.PREPARED)
        .from(PG_PREPARED_XACTS)
        .where(PG_PREPARED_XACTS.DATABASE.eq(currentDatabase()))
        .orderBy(PG_PREPARED_XACTS.PREPARED)
        .fetch(
            row ->
                new SnapshotHolder(
                    Kind.PREPARED_TRANSACTION,
                    text(row.get(PG_PREPARED_XACTS.GID)),
                    OptionalInt.empty(),
                    text(row.get(PG_PREPARED_XACTS.OWNER)),
                    "",
                    CountQueues.age(row.get(PG_PREPARED_XACTS.PREPARED), now),
                    Optional.empty()));
  }

  private static List<SnapshotHolder> slots(DSLContext db) {
    return db.select(PG_REPLICATION_SLOTS.SLOT_NAME, PG_REPLICATION_SLOTS.ACTIVE)
        .from(PG_REPLICATION_SLOTS)
        .where(PG_REPLICATION_SLOTS.XMIN.isNotNull())
        .orderBy(PG_REPLICATION_SLOTS.SLOT_NAME)
        .fetch(
            row ->
                new SnapshotHolder(
                    Kind.REPLICATION_SLOT,
                    text(row.get(PG_REPLICATION_SLOTS.SLOT_NAME)),
                    OptionalInt.empty(),
                    "",
                    row.get(PG_REPLICATION_SLOTS.ACTIVE) ? "active" : "inactive",
                    Optional.empty(),
                    Optional.empty()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
