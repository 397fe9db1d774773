package io.celers.broker.jooq.worker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Connections of which one loses the reply to a commit, as when a cable is cut at that moment. */
final class LostReplies {

  private LostReplies() {}

  /** The first commit of all happens, and is told as a lost connection. */
  static DataSource afterCommit(DataSource real) {
    AtomicBoolean lost = new AtomicBoolean();
    return proxy(
        DataSource.class,
        real,
        (method, arguments, result) ->
            result instanceof Connection connection
                ? proxy(
                    Connection.class,
                    connection,
                    (called, with, returned) -> {
                      if (called.equals("commit") && lost.compareAndSet(false, true)) {
                        throw lost();
                      }
                      return returned;
                    })
                : result);
  }

  /** The n-th statement with this text happens, and is told as a lost connection. */
  static DataSource afterStatement(DataSource real, String text, int n) {
    AtomicInteger executed = new AtomicInteger();
    After losing =
        (called, with, returned) -> {
          if (called.startsWith("execute") && executed.incrementAndGet() == n) {
            throw lost();
          }
          return returned;
        };
    After preparing =
        (called, with, returned) ->
            returned instanceof PreparedStatement statement && ((String) with[0]).contains(text)
                ? proxy(PreparedStatement.class, statement, losing)
                : returned;
    return proxy(
        DataSource.class,
        real,
        (method, arguments, result) ->
            result instanceof Connection connection
                ? proxy(Connection.class, connection, preparing)
                : result);
  }

  private static SQLException lost() {
    return new SQLException("the reply was lost", "08006");
  }

  /** What becomes of the result of a call. */
  private interface After {
    Object apply(String method, Object[] arguments, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T real, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.apply(method.getName(), arguments, method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
