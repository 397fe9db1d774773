package io.celers.broker.examples.cli.session;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which database: from options, else from the environment. */
public final class ConnectionOptions {

  private static final String PREFIX = "jdbc:postgresql:";
  private static final String DEFAULT_SCHEMA = "celers";

  private final Map<String, String> environment;

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "JDBC-URL",
      description = "The database, as in jdbc:postgresql://localhost/shop. Default: $BROKER_URL.")
  private @Nullable String url;

  @Option(
      names = "--user",
      scope = ScopeType.INHERIT,
      paramLabel = "ROLE",
      description = "Default: $BROKER_USER, else $PGUSER, else the user of this process.")
  private @Nullable String user;

  @Option(
      names = "--password",
      scope = ScopeType.INHERIT,
      interactive = true,
      description =
          "Asks for the password. Without it: $BROKER_PASSWORD, else $PGPASSWORD, else the"
              + " password file of PostgreSQL.")
  private char @Nullable [] password;

  @Option(
      names = "--schema",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Schema of the broker's tables. Default: $BROKER_SCHEMA, else celers.")
  private @Nullable String schema;

  ConnectionOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Schema of the broker's tables. */
  public String schema() {
    return schema == null ? variable("BROKER_SCHEMA").orElse(DEFAULT_SCHEMA) : schema;
  }

  /** The role that connects. */
  String user() {
    return user == null
        ? variable("BROKER_USER")
            .or(() -> variable("PGUSER"))
            .orElseGet(() -> System.getProperty("user.name"))
        : user;
  }

  /** The address without its parameters, which may hold a password. */
  String address() {
    String full = url();
    int parameters = full.indexOf('?');
    return parameters < 0 ? full : full.substring(0, parameters);
  }

  /**
   * Connects.
   *
   * @throws RuntimeException if there is no connection to be had, with the driver's own exception
   *     among its causes
   */
  HikariDataSource open() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("broker-cli");
    config.setJdbcUrl(url());
    config.setUsername(user());
    password().ifPresent(config::setPassword);
    // one for the verb, one for the leases of what it works on
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(10_000);
    config.addDataSourceProperty("connectTimeout", "10");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "broker command line");
    // row values do not belong into messages
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return new HikariDataSource(config);
  }

  private String url() {
    String given =
        url == null
            ? variable("BROKER_URL")
                .orElseThrow(
                    () ->
                        new WrongUseException(
                            "Which database? Give --url jdbc:postgresql://HOST/DATABASE, or set"
                                + " BROKER_URL."))
            : url;
    if (!given.startsWith(PREFIX)) {
      // not shown: it may hold a password
      throw new WrongUseException("The URL must begin with " + PREFIX);
    }
    return given;
  }

  private Optional<String> password() {
    return password == null
        ? variable("BROKER_PASSWORD").or(() -> variable("PGPASSWORD"))
        : Optional.of(new String(password));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
