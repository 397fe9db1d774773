package io.celers.broker.examples.orders;

import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program: places orders, sends some invoices, and shows orders and tasks side by side. */
@Command(
    name = "orders",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Joins the orders of an application with the tasks of the broker.")
public final class ShowOrders implements Callable<Integer> {

  private static final List<Map.Entry<String, String>> ORDERS =
      List.of(
          Map.entry("Ada", "42.00"),
          Map.entry("Grace", "250.00"),
          Map.entry("Alan", "7.50"),
          Map.entry("Edsger", "99999.00"),
          Map.entry("Barbara", "310.00"),
          Map.entry("Donald", "64.00"),
          Map.entry("Frances", "15.20"),
          Map.entry("Kathleen", "88.00"));

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--schema",
      description = "Schema of the application's tables. Default: ${DEFAULT-VALUE}.")
  private String schema = "shop_demo";

  @Option(
      names = "--broker-schema",
      description = "Schema of the broker's tables. Default: ${DEFAULT-VALUE}.")
  private String brokerSchema = BrokerSchema.DEFAULT_SCHEMA;

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
    int code = new CommandLine(new ShowOrders()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    set("broker.postgres", url);
    set("broker.postgres.user", user);
    set("broker.postgres.password", url == null ? null : System.getenv(passwordVariable));
    try (ThrowawayPostgres postgres = ThrowawayPostgres.start();
        TestDatabase database = postgres.emptyDatabase()) {
      run(Shop.open(database.dataSource(), schema, brokerSchema), spec.commandLine().getOut());
    }
    return 0;
  }

  /** Plays the scene and prints it. */
  static void run(Shop shop, PrintWriter out) {
    List<String> placed = new ArrayList<>();
    Iterable<Map.Entry<String, String>> orders =
        System.console() == null ? ORDERS : ProgressBar.wrap(ORDERS, "orders");
    orders.forEach(order -> placed.add(shop.place(order.getKey(), order.getValue())));
    placed.forEach(out::println);

    shop.work();

    out.println();
    out.println(shop.report().orders().format());
    out.println();
    out.println(shop.report().totals().format());
    out.flush();
  }

  private static void set(String property, @Nullable String value) {
    if (value != null) {
      System.setProperty(property, value);
    }
  }
}
