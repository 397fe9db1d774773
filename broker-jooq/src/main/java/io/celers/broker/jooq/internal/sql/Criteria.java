package io.celers.broker.jooq.internal.sql;

import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.any;

import io.celers.broker.query.TimeRange;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;

/** Collects the criteria of a query; one that is absent adds nothing. */
public final class Criteria {

  private final List<Condition> conditions = new ArrayList<>();

  /** No criterion yet. */
  public Criteria() {}

  /** One of these texts. An array, whatever its length, keeps the statement's text constant. */
  public Criteria oneOf(Field<String> column, Set<String> values) {
    return values.isEmpty() ? this : where(column.eq(any(values.toArray(String[]::new))));
  }

  /** One of these ids. */
  public Criteria oneOfIds(Field<UUID> column, Set<UUID> values) {
    return values.isEmpty() ? this : where(column.eq(any(values.toArray(UUID[]::new))));
  }

  /** In this span of time. */
  public Criteria within(Field<OffsetDateTime> column, Optional<TimeRange> range) {
    range.flatMap(TimeRange::from).ifPresent(from -> where(column.ge(Times.timestamp(from))));
    range.flatMap(TimeRange::until).ifPresent(until -> where(column.lt(Times.timestamp(until))));
    return this;
  }

  /** With this text somewhere inside; jOOQ escapes what LIKE would take for a pattern. */
  public Criteria containing(Field<String> column, Optional<String> text) {
    text.ifPresent(part -> where(column.contains(part)));
    return this;
  }

  /** Any other condition. */
  public Criteria where(Condition condition) {
    conditions.add(condition);
    return this;
  }

  /** All of them. */
  public Condition all() {
    return and(conditions);
  }
}
