package io.celers.broker.jooq.internal.wakeup;

import io.celers.broker.jooq.internal.sql.Database;
import java.util.Optional;

/**
 * How a broker wakes others, and is woken.
 *
 * @param channel where to notify; empty if it is not to
 * @param listener who listens; empty if it only polls
 */
public record WakeUp(Optional<Channel> channel, Optional<Listener> listener) {

  /** Neither: others find out by polling, and so does this one. */
  public static final WakeUp NONE = new WakeUp(Optional.empty(), Optional.empty());

  /**
   * Both. On one given connection nothing can listen, since others need it meanwhile.
   *
   * @param database of which the listener takes a connection when somebody subscribes
   */
  public static WakeUp on(Database database) {
    Channel channel = Channel.of(database.schema());
    return new WakeUp(
        Optional.of(channel),
        database.isOnOneConnection()
            ? Optional.empty()
            : Optional.of(new Listener(database, channel)));
  }

  /** Notifies nobody. */
  public WakeUp silent() {
    return new WakeUp(Optional.empty(), listener);
  }

  /** Stops listening. */
  public void close() {
    listener.ifPresent(Listener::close);
  }
}
