package io.celers.broker.jooq.security;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.schema.BrokerSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.postgresql.ds.PGSimpleDataSource;

/** The roles that {@code roles.sql} makes, each with a user who may log in. */
public final class Roles implements AutoCloseable {

  public enum Role {
    PRODUCER,
    WORKER,
    OPERATOR,
    MONITOR;

    String suffix() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PASSWORD = "s3cret-of-the-test";

  private final BrokerDatabase db;
  private final String prefix;
  private final Map<Role, HikariDataSource> users = new EnumMap<>(Role.class);

  private Roles(BrokerDatabase db, String prefix) {
    this.db = db;
    this.prefix = prefix;
  }

  /** Roles are the whole server's, so those of a test have names of their own. */
  static Roles in(BrokerDatabase db) {
    Roles roles = new Roles(db, "r" + UUID.randomUUID().toString().replace("-", "") + "_");
    roles.run();
    for (Role role : Role.values()) {
      String user = roles.name(role) + "_user";
      db.dsl().execute("create role " + user + " login password '" + PASSWORD + "'");
      db.dsl().execute("grant " + roles.name(role) + " to " + user);
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setUrl(db.database().jdbcUrl());
      dataSource.setUser(user);
      dataSource.setPassword(PASSWORD);
      HikariConfig config = new HikariConfig();
      config.setDataSource(dataSource);
      config.setMinimumIdle(0);
      roles.users.put(role, new HikariDataSource(config));
    }
    return roles;
  }

  /** Runs the script as psql would. */
  void run() {
    runIn("celers");
  }

  void runIn(String schema) {
    db.dsl()
        .connection(
            connection -> {
              DSLContext session = DSL.using(connection, SQLDialect.POSTGRES);
              session.execute("set search_path = " + schema);
              session.execute("set celers.role_prefix = '" + prefix + "'");
              try {
                session.execute(script());
              } finally {
                session.execute("reset search_path");
                session.execute("reset celers.role_prefix");
              }
            });
  }

  String name(Role role) {
    return prefix + role.suffix();
  }

  /** A pool of a user who has this role and no other. */
  DataSource dataSource(Role role) {
    return Objects.requireNonNull(users.get(role));
  }

  @Override
  public void close() {
    users.values().forEach(HikariDataSource::close);
    for (Role role : Role.values()) {
      db.dsl().execute("drop role if exists " + name(role) + "_user");
      db.dsl().execute("drop owned by " + name(role));
      db.dsl().execute("drop role " + name(role));
    }
  }

  private static String script() throws IOException {
    try (InputStream in = BrokerSchema.class.getResourceAsStream("/META-INF/celers/roles.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
