package io.celers.broker.query;

import io.celers.broker.delivery.DeadLetter;
import io.celers.broker.internal.Text;
import io.celers.broker.task.Limits;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Criteria that dead letters must meet, all of them; of several values of one criterion any.
 *
 * <p>Immutable; every method returns a new query. Everything is compared exactly, but for the error
 * text, which is searched for. A criterion takes at least one value: an empty list is refused,
 * since it would match everything.
 */
public final class DeadLetterQuery {

  private static final DeadLetterQuery ALL = new DeadLetterQuery();

  private Set<String> names = Set.of();
  private Set<String> queues = Set.of();
  private Set<DeadLetter.Cause> causes = Set.of();
  private Set<UUID> ids = Set.of();
  private @Nullable TimeRange died;
  private @Nullable String errorText;

  private DeadLetterQuery() {}

  private DeadLetterQuery(DeadLetterQuery other) {
    this.names = other.names;
    this.queues = other.queues;
    this.causes = other.causes;
    this.ids = other.ids;
    this.died = other.died;
    this.errorText = other.errorText;
  }

  /** Every dead letter. */
  public static DeadLetterQuery all() {
    return ALL;
  }

  /** Of one of these names. */
  public DeadLetterQuery names(String... names) {
    DeadLetterQuery copy = new DeadLetterQuery(this);
    copy.names = Names.of("task name", names);
    return copy;
  }

  /** From one of these queues. */
  public DeadLetterQuery queues(String... queues) {
    DeadLetterQuery copy = new DeadLetterQuery(this);
    copy.queues = Names.of("queue", queues);
    return copy;
  }

  /** Given up for one of these causes. */
  public DeadLetterQuery causes(DeadLetter.Cause... causes) {
    DeadLetterQuery copy = new DeadLetterQuery(this);
    Names.requireAny("cause", causes.length);
    copy.causes = Set.copyOf(List.of(causes));
    return copy;
  }

  /** Of these ids, 1 to 10,000. */
  public DeadLetterQuery ids(Collection<UUID> ids) {
    DeadLetterQuery copy = new DeadLetterQuery(this);
    copy.ids = Set.copyOf(ids);
    Limits.requireInRange("number of ids", copy.ids.size(), 1, TaskQuery.MAX_IDS);
    return copy;
  }

  /** Given up in this span of time. */
  public DeadLetterQuery died(TimeRange range) {
    DeadLetterQuery copy = new DeadLetterQuery(this);
    copy.died = range;
    return copy;
  }

  /** With this text somewhere in the error. */
  public DeadLetterQuery errorText(String text) {
    DeadLetterQuery copy = new DeadLetterQuery(this);
    copy.errorText = Text.require("error text", text, Limits.ERROR_BYTES);
    return copy;
  }

  public Set<String> names() {
    return names;
  }

  public Set<String> queues() {
    return queues;
  }

  public Set<DeadLetter.Cause> causes() {
    return causes;
  }

  public Set<UUID> ids() {
    return ids;
  }

  public Optional<TimeRange> died() {
    return Optional.ofNullable(died);
  }

  public Optional<String> errorText() {
    return Optional.ofNullable(errorText);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeadLetterQuery that && criteria().equals(that.criteria());
  }

  @Override
  public int hashCode() {
    return criteria().hashCode();
  }

  @Override
  public String toString() {
    return "dead letters with names %s, queues %s, causes %s, ids %s, died %s, error text %s"
        .formatted(criteria().toArray());
  }

  private List<Object> criteria() {
    return List.of(names, queues, causes, ids, died(), errorText());
  }
}
