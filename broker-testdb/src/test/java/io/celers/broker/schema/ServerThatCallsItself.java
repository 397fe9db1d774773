package io.celers.broker.schema;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The real database under a false name: nobody runs the server versions that we refuse. */
final class ServerThatCallsItself {

  private ServerThatCallsItself() {}

  static DataSource version(DataSource real, String product, int majorVersion) {
    return proxy(
        DataSource.class,
        real,
        connection ->
            connection instanceof Connection c
                ? proxy(Connection.class, c, metaData -> renamed(metaData, product, majorVersion))
                : connection);
  }

  private static @Nullable Object renamed(
      @Nullable Object answer, String product, int majorVersion) {
    return answer instanceof DatabaseMetaData metaData
        ? (DatabaseMetaData)
            Proxy.newProxyInstance(
                ServerThatCallsItself.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "getDatabaseProductName" -> product;
                      case "getDatabaseMajorVersion" -> majorVersion;
                      default -> method.invoke(metaData, arguments);
                    })
        : answer;
  }

  private static <T> T proxy(Class<T> type, T real, Answers answers) {
    InvocationHandler handler =
        (self, method, arguments) -> {
          try {
            return answers.change(method.invoke(real, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return type.cast(
        Proxy.newProxyInstance(
            ServerThatCallsItself.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Changes what a method of the real object answered. */
  private interface Answers {
    @Nullable Object change(@Nullable Object answer);
  }
}
