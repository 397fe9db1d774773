package io.celers.broker.jooq.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Connections that have another session of the server for every transaction, in autocommit mode for
 * every statement, as through a pooler in transaction mode.
 *
 * <p>Not as there, each session keeps its own prepared statements.
 */
public final class SharedSessions {

  private static final int SESSIONS = 3;

  private static final Set<String> BEGIN = Set.of("createStatement", "prepareStatement", "unwrap");

  private final Deque<Connection> sessions = new ArrayDeque<>();

  private SharedSessions(DataSource real) throws SQLException {
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(real.getConnection());
    }
  }

  /** Connections of this kind; closing one closes all of its sessions. */
  public static DataSource of(DataSource real) {
    return proxy(
        DataSource.class,
        (method, arguments) ->
            method.getName().equals("getConnection")
                ? proxy(Connection.class, new SharedSessions(real)::call)
                : call(real, method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("close") || method.getName().equals("abort")) {
      for (Connection session : sessions) {
        session.close();
      }
      return null;
    }
    if (BEGIN.contains(method.getName()) && sessions.element().getAutoCommit()) {
      sessions.add(sessions.remove());
    }
    return call(sessions.element(), method, arguments);
  }

  private interface Handler {
    Object handle(Method method, Object[] arguments) throws Throwable;
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> handler.handle(method, arguments)));
  }
}
