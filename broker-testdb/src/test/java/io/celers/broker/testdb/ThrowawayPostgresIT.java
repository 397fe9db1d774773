package io.celers.broker.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ThrowawayPostgresIT {

  private final ThrowawayPostgres postgres = ThrowawayPostgres.shared();

  @Test
  void everyCallerGetsTheSameSharedServer() {
    assertThat(ThrowawayPostgres.shared()).isSameAs(postgres);
  }

  @Test
  void migratedDatabaseHoldsTheSchemaOfTheBroker() throws SQLException {
    try (TestDatabase database = postgres.migratedDatabase()) {

      assertThat(Sql.count(database.dataSource(), "select count(*) from celers.celers_tasks"))
          .isZero();
      assertThat(
              Sql.count(
                  database.dataSource(), "select max(version) from celers.celers_schema_version"))
          .isOne();
    }
  }

  @Test
  void emptyDatabaseHoldsNoTables() throws SQLException {
    try (TestDatabase database = postgres.emptyDatabase()) {

      assertThat(
              Sql.count(
                  database.dataSource(),
                  "select count(*) from pg_tables"
                      + " where schemaname not in ('pg_catalog', 'information_schema')"))
          .isZero();
    }
  }

  @Test
  void databasesDoNotSeeEachOther() throws SQLException {
    try (TestDatabase one = postgres.migratedDatabase();
        TestDatabase other = postgres.migratedDatabase()) {
      Sql.execute(one.dataSource(), "insert into celers.celers_queues (queue) values ('mail')");

      assertThat(Sql.count(one.dataSource(), "select count(*) from celers.celers_queues")).isOne();
      assertThat(Sql.count(other.dataSource(), "select count(*) from celers.celers_queues"))
          .isZero();
    }
  }

  @Test
  void copyOfDatabaseHoldsItsTables() throws SQLException {
    try (TestDatabase template = postgres.emptyDatabase()) {
      Sql.execute(template.dataSource(), "create table orders as select 7 as id");

      try (TestDatabase copy = postgres.newDatabase(template)) {
        assertThat(Sql.count(copy.dataSource(), "select id from orders")).isEqualTo(7);
      }
    }
  }

  @Test
  void eightThreadsGetDatabasesAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        counts.add(
            threads.submit(
                () -> {
                  try (TestDatabase database = postgres.migratedDatabase()) {
                    return Sql.count(
                        database.dataSource(), "select count(*) from celers.celers_tasks");
                  }
                }));
      }

      for (Future<Long> count : counts) {
        assertThat(count.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void closeDropsTheDatabaseAlthoughSomebodyIsConnected() throws SQLException {
    TestDatabase database = postgres.emptyDatabase();
    try (Connection connection = database.dataSource().getConnection()) {

      database.close();
      database.close();

      assertThat(connection.isValid(1)).isFalse();
      assertThatThrownBy(() -> database.dataSource().getConnection())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"));
    }
  }
}
