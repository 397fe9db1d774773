package io.celers.broker.jooq.internal.wakeup;

import static io.celers.broker.generated.Routines.celersNotify;
import static io.celers.broker.generated.Routines.celersNow;
import static io.celers.broker.generated.Tables.CELERS_SLEEPERS;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.param;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.val;

import io.celers.broker.generated.tables.CelersSleepers;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Notifies those who sleep on some topics: a statement of its own, or the last step of another. */
public final class NotifySleepers {

  /** The channel of {@link #onOne}. */
  public static final Param<String> CHANNEL = param("channel", String.class);

  /** The topic of {@link #onOne}. */
  public static final Param<String> TOPIC = param("topic", CELERS_SLEEPERS.TOPIC);

  private NotifySleepers() {}

  // Where nobody sleeps this is a look at a few pages of the primary key, which is read from
  // `until` on: notes of the past are not walked, although they are only swept now and then. One
  // notification for each topic, however many sleep on it. Guarded by NotificationsIT.
  /** A query that notifies, with a row for each topic that somebody sleeps on. */
  public static Select<Record1<Boolean>> on(Channel channel, Stream<Topic> topics) {
    CelersSleepers sleeper = CELERS_SLEEPERS.as("sleeper");
    Table<Record1<String>> slept =
        selectDistinct(sleeper.TOPIC)
            .from(sleeper)
            .where(sleeper.TOPIC.eq(any(topics.map(Topic::text).toArray(String[]::new))))
            .and(sleeper.UNTIL.gt(celersNow()))
            .asTable("slept");
    return notifyEach(val(channel.name()), slept);
  }

  /** The same for {@link #TOPIC} on {@link #CHANNEL}: the first note that is found will do. */
  public static Select<Record1<Boolean>> onOne() {
    CelersSleepers sleeper = CELERS_SLEEPERS.as("sleeper");
    Table<Record1<String>> slept =
        select(sleeper.TOPIC)
            .from(sleeper)
            .where(sleeper.TOPIC.eq(TOPIC))
            .and(sleeper.UNTIL.gt(celersNow()))
            .limit(inline(1))
            .asTable("slept");
    return notifyEach(CHANNEL, slept);
  }

  private static Select<Record1<Boolean>> notifyEach(
      Field<String> channel, Table<Record1<String>> slept) {
    return select(celersNotify(channel, slept.field(CELERS_SLEEPERS.TOPIC))).from(slept);
  }

  /** The same for a statement that returns something else: evaluated once if it has any rows. */
  public static Field<Integer> count(Channel channel, Stream<Topic> topics) {
    return field(select(DSL.count()).from(on(channel, topics).asTable("notified")));
  }

  /** Notifies them at the commit. */
  public static void execute(DSLContext db, Channel channel, Stream<Topic> topics) {
    db.fetch(on(channel, topics));
  }
}
