package io.celers.broker.monitoring;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who keeps old row versions from being vacuumed away. It slows every claim down while it lasts.
 *
 * @param kind what it is
 * @param name the session's application, the prepared transaction's identifier, or the slot's name;
 *     empty if the application gives none. Never the text of a query
 * @param pid the session's process; empty unless it is a session
 * @param role who owns it; empty for a slot
 * @param state of the session, as in {@code idle in transaction}; of a slot {@code active} or
 *     {@code inactive}; empty otherwise
 * @param held for how long: since the transaction began, or was prepared; empty for a slot, of
 *     which PostgreSQL does not tell
 * @param sinceQuery since when the session's last query began; empty unless it is a session
 */
public record SnapshotHolder(
    Kind kind,
    String name,
    OptionalInt pid,
    String role,
    String state,
    Optional<Duration> held,
    Optional<Duration> sinceQuery) {

  /** What holds row versions. */
  public enum Kind {
    /** A transaction of a session: end it, or {@code pg_terminate_backend(pid)}. */
    SESSION,
    /** A prepared transaction: {@code commit prepared} or {@code rollback prepared}. */
    PREPARED_TRANSACTION,
    /** A replication slot whose reader lags or is gone: let it catch up, or drop it. */
    REPLICATION_SLOT
  }
}
