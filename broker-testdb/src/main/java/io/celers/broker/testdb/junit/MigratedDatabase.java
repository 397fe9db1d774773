package io.celers.broker.testdb.junit;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A throw-away database with the broker's tables for one test class, nested ones included. Before
 * each test the broker's tables are emptied, and the clock goes back to the time of day.
 *
 * <p>To be registered as {@code @RegisterExtension static final MigratedDatabase database = new
 * MigratedDatabase()}. The database is there from {@code @BeforeAll} on. Classes may run in
 * parallel, each on its own database; the tests of one class may not.
 */
public final class MigratedDatabase
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private final List<Consumer<DataSource>> preparations = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();
  private @Nullable TestDatabase database;
  private @Nullable DatabaseClock clock;
  private @Nullable ExtensionContext owner;

  /** With the broker's tables in the schema {@code celers}, and no others. */
  public MigratedDatabase() {}

  /** Does something once when the database was made, as migrating the application's own tables. */
  public MigratedDatabase prepare(Consumer<DataSource> preparation) {
    preparations.add(preparation);
    return this;
  }

  /**
   * Empties tables of the application, too, before each test, and starts their identities anew.
   *
   * @param names as in SQL: {@code orders}, {@code shop.orders}
   */
  public MigratedDatabase empty(String... names) {
    tables.addAll(List.of(names));
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (owner != null) {
      return; // a nested class
    }
    TestDatabase fresh = ThrowawayPostgres.shared().migratedDatabase();
    owner = context;
    database = fresh;
    clock = new DatabaseClock(fresh.dataSource());
    preparations.forEach(preparation -> preparation.accept(fresh.dataSource()));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clock().reset();
    EmptyTables.execute(dataSource(), tables);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (context == owner) {
      database().close();
      owner = null;
    }
  }

  /**
   * Opens a new connection each time. Wrap it in a pool where that takes too long, or where the
   * code under test expects one.
   */
  public DataSource dataSource() {
    return database().dataSource();
  }

  /** The database itself: address, user, password. */
  public TestDatabase database() {
    return Objects.requireNonNull(database, "the database is there from @BeforeAll on");
  }

  /** The clock of the database. */
  public DatabaseClock clock() {
    return Objects.requireNonNull(clock, "the clock is there from @BeforeAll on");
  }
}
