package io.celers.broker.examples.cli.dead;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.examples.cli.session.WrongUseException;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.query.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters: those that meet all of the criteria; of several values of one any. */
public final class DeadLetterSelection {

  @Parameters(arity = "0..*", paramLabel = "ID", description = "Of these ids.")
  private List<UUID> ids = List.of();

  @Option(names = "--all", description = "All there are; said by no other criterion.")
  private boolean all;

  @Option(names = "--queue", split = ",", paramLabel = "NAME", description = "From this queue.")
  private List<String> queues = List.of();

  @Option(names = "--name", split = ",", paramLabel = "NAME", description = "Of this name.")
  private List<String> names = List.of();

  @Option(
      names = "--cause",
      split = ",",
      paramLabel = "CAUSE",
      description = "Given up for this cause: ${COMPLETION-CANDIDATES}.")
  private List<DeadLetter.Cause> causes = List.of();

  @Option(
      names = "--died-since",
      paramLabel = "TIME",
      description = "Given up at or after this moment, as in 2026-11-22T19:30:00Z.")
  private @Nullable Instant diedSince;

  @Option(
      names = "--died-before",
      paramLabel = "TIME",
      description = "Given up before this moment.")
  private @Nullable Instant diedBefore;

  @Option(names = "--error", paramLabel = "TEXT", description = "With this text in the error.")
  private @Nullable String errorText;

  /** Filled by picocli. */
  public DeadLetterSelection() {}

  /** The criteria, for a list: none means all. */
  public DeadLetterQuery query() {
    DeadLetterQuery query = DeadLetterQuery.all();
    if (!ids.isEmpty()) {
      query = query.ids(ids);
    }
    if (!queues.isEmpty()) {
      query = query.queues(queues.toArray(String[]::new));
    }
    if (!names.isEmpty()) {
      query = query.names(names.toArray(String[]::new));
    }
    if (!causes.isEmpty()) {
      query = query.causes(causes.toArray(DeadLetter.Cause[]::new));
    }
    if (diedSince != null || diedBefore != null) {
      query =
          query.died(
              new TimeRange(Optional.ofNullable(diedSince), Optional.ofNullable(diedBefore)));
    }
    return errorText == null ? query : query.errorText(errorText);
  }

  /** The criteria, for a verb that changes something: all must be asked for. */
  DeadLetterQuery deliberateQuery() {
    DeadLetterQuery query = query();
    if (query.equals(DeadLetterQuery.all()) != all) {
      throw new WrongUseException(
          all
              ? "--all goes with no other criterion."
              : "Which dead letters? Give ids or criteria, or --all.");
    }
    return query;
  }
}
