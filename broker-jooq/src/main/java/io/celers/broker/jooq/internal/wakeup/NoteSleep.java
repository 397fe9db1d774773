package io.celers.broker.jooq.internal.wakeup;

import static io.celers.broker.generated.Routines.celersAfter;
import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.val;

import io.celers.broker.jooq.internal.sql.Times;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** Notes that somebody sleeps, so that a notification is worth its price. */
public final class NoteSleep {

  private NoteSleep() {}

  // Insert-only: nothing is updated, and what has passed is swept by maintenance. Who has noted his
  // sleep and committed must look once more before he sleeps; what commits after that look saw the
  // note. Guarded by NotificationsIT and WakeUpOfWorkersIT.
  /** Notes a sleep on these topics of that length from now on. */
  public static void execute(
      DSLContext db, Collection<Topic> topics, UUID sleeper, Duration length) {
    Table<?> slept =
        unnest(topics.stream().map(Topic::text).toArray(String[]::new))
            .as("slept", CELERS_SLEEPERS.TOPIC.getName());
    Field<String> topic =
        slept.field(
            CELERS_SLEEPERS.TOPIC.getUnqualifiedName(), CELERS_SLEEPERS.TOPIC.getDataType());
    db.insertInto(
            CELERS_SLEEPERS, CELERS_SLEEPERS.TOPIC, CELERS_SLEEPERS.UNTIL, CELERS_SLEEPERS.SLEEPER)
        .select(select(topic, celersAfter(Times.micros(length)), val(sleeper)).from(slept))
        .execute();
  }
}
