package io.celers.broker.examples.basics;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program: makes every basic call on a throw-away PostgreSQL, and prints what it answers. */
@Command(
    name = "basic-usage",
    mixinStandardHelpOptions = true,
    description = "Makes every basic call of the broker, and prints what it answers.")
public final class BasicUsage implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "JDBC-URL",
      description =
          "A server on which a temporary database is made. Default: a container or an embedded"
              + " server.")
  private @Nullable String url;

  @Option(names = "--user", description = "A role that may create databases, for --url.")
  private @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      description =
          "Environment variable that holds the password for --url. Default: ${DEFAULT-VALUE}.")
  private String passwordVariable = "PGPASSWORD";

  /** Ends the JVM if the exit code is not zero. */
  public static void main(String[] args) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    int code = new CommandLine(new BasicUsage()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    chooseServer();
    try (ThrowawayPostgres postgres = ThrowawayPostgres.start();
        TestDatabase database = postgres.migratedDatabase()) {
      run(database, spec.commandLine().getOut());
    }
    return 0;
  }

  /** Makes all calls. */
  static void run(TestDatabase database, PrintWriter out) {
    DSLContext db = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    try (JooqBroker broker = JooqBroker.on(db)) {
      Transcript transcript = new Transcript(out);
      new Enqueueing(db, broker, transcript).show();
      new Working(broker, transcript).show();
    }
    out.flush();
  }

  private void chooseServer() {
    set("broker.postgres", url);
    set("broker.postgres.user", user);
    set("broker.postgres.password", url == null ? null : System.getenv(passwordVariable));
  }

  private static void set(String property, @Nullable String value) {
    if (value != null) {
      System.setProperty(property, value);
    }
  }
}
