package io.celers.broker.jooq.internal.advice;

import io.celers.broker.advice.Finding;
import io.celers.broker.advice.OldSnapshot;
import io.celers.broker.advice.Severity;
import io.celers.broker.monitoring.SnapshotHolder;
import io.celers.broker.monitoring.SnapshotHolder.Kind;
import java.util.List;

/** Puts whoever holds back vacuum into the rule about old snapshots. Pure: asks nobody. */
final class AdviseSnapshots {

  private AdviseSnapshots() {}

  static List<Finding> of(List<SnapshotHolder> holders) {
    return holders.stream().flatMap(holder -> of(holder).stream()).toList();
  }

  private static List<Finding> of(SnapshotHolder holder) {
    if (holder.kind() == Kind.REPLICATION_SLOT) {
      return List.of(slot(holder));
    }
    return holder
        .held()
        .map(
            held ->
                new OldSnapshot(name(holder), holder.pid(), held, holder.sinceQuery()).finding())
        .stream()
        .toList();
  }

  // Since when is not known of a slot. One that is read moves on with its reader.
  private static Finding slot(SnapshotHolder holder) {
    boolean isRead = !holder.state().equals("inactive");
    return new Finding(
        "old-snapshot",
        "replication slot " + holder.name(),
        isRead ? Severity.INFO : Severity.WARNING,
        List.of(),
        isRead
            ? "It holds back vacuum for as long as its reader lags."
            : "Start the reader of this slot, or drop the slot: while nobody reads it, nothing that"
                + " died since is vacuumed away.",
        List.of());
  }

  private static String name(SnapshotHolder holder) {
    String name = holder.name().isEmpty() ? "a session without a name" : holder.name();
    return holder.role().isEmpty() ? name : name + " (role " + holder.role() + ")";
  }
}
