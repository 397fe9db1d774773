package io.celers.broker.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Connections that tell where in a migration they are. */
final class WatchedMigrations {

  /** Moments of one migration, in their order. */
  enum Moment {
    /** After any of its statements. */
    AFTER_STATEMENT,
    /** After the last of them, before its row in the history. */
    BEFORE_HISTORY_ROW,
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  /** Told of each moment. */
  interface Watch {
    /** On the real connection; what it throws is thrown by the call that is under way. */
    void at(Moment moment, Connection connection) throws SQLException;
  }

  /** Settings, and what makes the schema and its history: Flyway quotes their names, we do not. */
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "\\s*(select|set|reset)\\b.*|.*\"celers\".*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private WatchedMigrations() {}

  static DataSource on(DataSource real, Watch watch) {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof Connection connection ? watched(connection, watch) : result;
        });
  }

  private static Connection watched(Connection real, Watch watch) {
    AtomicBoolean begun = new AtomicBoolean();
    return proxy(
        Connection.class,
        (method, arguments) -> {
          boolean commits = method.getName().equals("commit") && begun.get();
          if (commits) {
            watch.at(Moment.BEFORE_COMMIT, real);
          } else if (begun.get() && preparesInsert(method, arguments)) {
            watch.at(Moment.BEFORE_HISTORY_ROW, real);
          }
          Object result = call(real, method, arguments);
          if (commits) {
            begun.set(false);
            watch.at(Moment.AFTER_COMMIT, real);
          }
          return result instanceof Statement statement && method.getName().equals("createStatement")
              ? watched(statement, real, begun, watch)
              : result;
        });
  }

  private static boolean preparesInsert(Method method, Object[] arguments) {
    return method.getName().equals("prepareStatement")
        && ((String) arguments[0]).startsWith("INSERT");
  }

  private static Statement watched(
      Statement real, Connection connection, AtomicBoolean begun, Watch watch) {
    return proxy(
        Statement.class,
        (method, arguments) -> {
          Object result = call(real, method, arguments);
          if (method.getName().startsWith("execute")
              && !NOT_OURS.matcher((String) arguments[0]).matches()) {
            begun.set(true);
            watch.at(Moment.AFTER_STATEMENT, connection);
          }
          return result;
        });
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
