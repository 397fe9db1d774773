package io.celers.broker.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A transaction that keeps dead row versions from being vacuumed away.
 *
 * <p>PostgreSQL's manual (Routine Vacuuming): vacuum removes no row version that a running
 * transaction may still see. Each claim then steps over all that died since, and slows down within
 * seconds under load. From five minutes on a {@link Severity#WARNING}, from an hour on {@link
 * Severity#CRITICAL}; these bounds are a convention.
 *
 * @param holder who has it: the application's name and its role, or the name of a prepared
 *     transaction
 * @param pid the session's process; empty if it is a prepared transaction
 * @param held how long it has been open, from 0
 * @param sinceQuery how long ago the session's last query began, from 0; empty if it is none
 */
public record OldSnapshot(
    String holder, OptionalInt pid, Duration held, Optional<Duration> sinceQuery)
    implements Measurement {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration VERY_LONG = Duration.ofHours(1);

  /** Checks the figures. */
  public OldSnapshot {
    Figures.notNegative("held", held);
    sinceQuery.ifPresent(time -> Figures.notNegative("sinceQuery", time));
  }

  @Override
  public Finding finding() {
    List<Evidence> evidence = new ArrayList<>();
    pid.ifPresent(process -> evidence.add(Evidence.of("pid", process, Unit.NUMBER)));
    evidence.add(Evidence.of("held", held));
    sinceQuery.ifPresent(time -> evidence.add(Evidence.of("since its last query", time)));
    Severity severity = severity();
    return new Finding(
        "old-snapshot",
        holder,
        severity,
        evidence,
        severity == Severity.OK
            ? "It holds back vacuum only for as long as it runs."
            : "End this transaction: while it is open, nothing that died since is vacuumed away."
                + " Look for what leaves it open.",
        severity == Severity.OK || pid.isEmpty()
            ? List.of()
            : List.of(new Remedy.Sql("SELECT pg_terminate_backend(" + pid.getAsInt() + ")")));
  }

  private Severity severity() {
    if (held.compareTo(LONG) < 0) {
      return Severity.OK;
    }
    return held.compareTo(VERY_LONG) < 0 ? Severity.WARNING : Severity.CRITICAL;
  }
}
