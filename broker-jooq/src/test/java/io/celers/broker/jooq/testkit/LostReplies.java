package io.celers.broker.jooq.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** Connections of which one loses the reply to a commit, as when a cable is cut at that moment. */
public final class LostReplies {

  private LostReplies() {}

  /** The first commit of all happens, and is told as a lost connection. */
  public static DataSource afterCommit(DataSource real) {
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
  public static DataSource afterStatement(DataSource real, String text, int n) {
    AtomicInteger executed = new AtomicInteger();
    return proxy(
        DataSource.class,
        real,
        (method, arguments, result) ->
            result instanceof Connection connection
                ? losing(connection, text, () -> executed.incrementAndGet() == n)
                : result);
  }

  /** As {@link #afterStatement}, and from then on there is no connection to be had. */
  public static DataSource forGoodAfterStatement(DataSource real, String text) {
    AtomicBoolean gone = new AtomicBoolean();
    return proxy(
        DataSource.class,
        real,
        (method, arguments, result) -> {
          if (result instanceof Connection connection && gone.get()) {
            connection.close();
            throw lost();
          }
          return result instanceof Connection connection
              ? losing(
                  connection,
                  text,
                  () -> {
                    gone.set(true);
                    return true;
                  })
              : result;
        });
  }

  /** A connection on which statements with this text happen, and may be told as lost. */
  private static Connection losing(Connection real, String text, BooleanSupplier isLost) {
    After executing =
        (called, with, returned) -> {
          if (called.startsWith("execute") && isLost.getAsBoolean()) {
            throw lost();
          }
          return returned;
        };
    return proxy(
        Connection.class,
        real,
        (called, with, returned) ->
            returned instanceof PreparedStatement statement && ((String) with[0]).contains(text)
                ? proxy(PreparedStatement.class, statement, executing)
                : returned);
  }

  /** Every copy happens, and its end is told as a lost connection. */
  public static DataSource afterCopy(DataSource real) {
    After ending =
        (called, with, returned) -> {
          if (called.equals("endCopy")) {
            throw lost();
          }
          return returned;
        };
    After unwrapping =
        (called, with, returned) ->
            called.equals("unwrap") && returned instanceof BaseConnection connection
                ? proxy(
                    PGConnection.class,
                    connection,
                    (method, arguments, result) ->
                        method.equals("getCopyAPI") ? new LosingCopies(connection, ending) : result)
                : returned;
    return proxy(
        DataSource.class,
        real,
        (method, arguments, result) ->
            result instanceof Connection connection
                ? proxy(Connection.class, connection, unwrapping)
                : result);
  }

  private static final class LosingCopies extends CopyManager {
    private final After ending;

    LosingCopies(BaseConnection connection, After ending) throws SQLException {
      super(connection);
      this.ending = ending;
    }

    @Override
    public CopyIn copyIn(String command) throws SQLException {
      return proxy(CopyIn.class, super.copyIn(command), ending);
    }
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
