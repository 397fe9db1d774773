package io.celers.broker.examples.reliability.checker.evidence;

import io.celers.broker.examples.reliability.checker.Counts;
import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was done to the server in a run. Times are those of the histories. */
public final class ServerFaults {

  /**
   * One fault.
   *
   * @param ended when the server accepted connections again, or the last session was hit
   * @param hit how many sessions; of an outage, one
   */
  public record ServerFault(ServerHarm harm, long begun, long ended, long hit) {}

  /** The server writes to the disk five times in a second; a busy machine lets it wait. */
  private static final long NOT_ON_DISK = Duration.ofSeconds(2).toNanos();

  /** A reply may be read only after the server that sent it has come back. */
  private static final long READ_LATE = Duration.ofSeconds(1).toNanos();

  private final List<ServerFault> faults = new ArrayList<>();
  private final List<ProcessPause> pauses = new ArrayList<>();

  private record ProcessPause(String process, long begun, long ended) {}

  /** As the nemesis wrote them down, one after the other. */
  public ServerFaults(Evidence evidence) {
    evidence.histories().forEach(this::read);
    evidence.histories().forEach(this::readPauses);
  }

  /** Several processes may be paused at once. */
  private void readPauses(History history) {
    Map<String, Long> begun = new HashMap<>();
    String word = Counts.PAUSES + " ";
    for (Event event : history.events()) {
      if (event.detail().startsWith(word)) {
        if (event.kind() == EventKind.FAULT_BEGUN) {
          begun.put(event.detail(), event.nanos());
        } else if (event.kind() == EventKind.FAULT_ENDED) {
          pauses.add(
              new ProcessPause(
                  event.detail().substring(word.length()),
                  begun.getOrDefault(event.detail(), event.nanos()),
                  event.nanos()));
        }
      }
    }
  }

  private void read(History history) {
    long begun = 0;
    for (Event event : history.events()) {
      Optional<ServerHarm> harm = ServerHarm.of(event.detail());
      if (harm.isPresent() && event.kind() == EventKind.FAULT_BEGUN) {
        begun = event.nanos();
      } else if (harm.isPresent() && event.kind() == EventKind.FAULT_ENDED) {
        faults.add(new ServerFault(harm.get(), begun, event.nanos(), event.number()));
      }
    }
  }

  /** Whether nothing was done to it. */
  public boolean none() {
    return faults.isEmpty();
  }

  /** The times when it was away. */
  public List<ServerFault> outages() {
    return faults.stream().filter(fault -> fault.harm().isOutage()).toList();
  }

  /** How many sessions, or servers, were hit in this way. */
  public long hit(ServerHarm harm) {
    return faults.stream().filter(fault -> fault.harm() == harm).mapToLong(ServerFault::hit).sum();
  }

  /** Whether there was a fault in this time, or so near to it that it may have had a part in it. */
  public boolean fellBetween(long from, long to) {
    return faults.stream()
        .anyMatch(fault -> fault.begun() - READ_LATE < to && from < fault.ended() + READ_LATE);
  }

  /**
   * When a process read, at the latest, what came in this time: one that was paused does so when it
   * goes on, and a connection that is lost meanwhile takes along what was not read.
   */
  public long readBy(@Nullable String process, long from, long to) {
    return pauses.stream()
        .filter(pause -> pause.process().equals(process))
        .filter(pause -> pause.begun() - READ_LATE < to && from < pause.ended() + READ_LATE)
        .mapToLong(ProcessPause::ended)
        .reduce(to, Math::max);
  }

  /**
   * Whether a claim whose reply was read at this time may have been undone by a crash, since claims
   * do not wait for the disk. A process that was paused meanwhile reads it when it goes on.
   */
  public boolean mayUndo(long readAt) {
    return faults.stream()
        .filter(fault -> fault.harm().isCrash())
        .anyMatch(
            fault -> fault.begun() - NOT_ON_DISK < readAt && readAt < lastRead(fault) + READ_LATE);
  }

  private long lastRead(ServerFault fault) {
    return pauses.stream()
        .filter(pause -> pause.begun() < fault.ended() && fault.begun() < pause.ended())
        .mapToLong(ProcessPause::ended)
        .reduce(fault.ended(), Math::max);
  }
}
