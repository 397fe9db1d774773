package io.celers.broker.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GivenServerIT {

  @Test
  void databasesAreMadeOnTheServerThatTheUrlNames() throws SQLException {
    try (TestDatabase somewhere = ThrowawayPostgres.shared().emptyDatabase()) {
      String url =
          somewhere.jdbcUrl().replaceFirst("\\?.*", "")
              + "?user="
              + somewhere.user()
              + "&password="
              + somewhere.password();

      Server server = GivenServer.connect(url, Optional.empty(), Optional.empty());

      assertThat(server.description()).contains("named by broker.postgres").doesNotContain("user");
      server.commands().create("celers_test_given");
      assertThat(Sql.count(server.database("celers_test_given"), "select 1")).isOne();
      server.commands().drop("celers_test_given");
    }
  }

  @Test
  void serverThatDoesNotAnswerIsReportedWithoutThePassword() {
    Throwable refused =
        catchThrowable(
            () ->
                GivenServer.connect(
                    "jdbc:postgresql://localhost:1/x?password=s3cret",
                    Optional.of("me"),
                    Optional.empty()));

    assertThat(refused)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("localhost:1")
        .hasMessageContaining("user me")
        .hasMessageContaining("08001");
    assertThat(stackTrace(refused)).doesNotContain("s3cret");
  }

  @Test
  void urlOfAnotherKindIsRefusedWithoutThePassword() {
    Throwable refused =
        catchThrowable(() -> GivenServer.connect("jdbc:mysql://localhost/x?password=s3cret"));

    assertThat(refused).isInstanceOf(IllegalArgumentException.class);
    assertThat(stackTrace(refused)).doesNotContain("s3cret");
  }

  @Test
  void databasesThatAreStillOpenAreDroppedInTheEnd() throws SQLException {
    try (TestDatabase somewhere = ThrowawayPostgres.shared().emptyDatabase()) {
      Server given =
          GivenServer.connect(
              somewhere.jdbcUrl(),
              Optional.of(somewhere.user()),
              Optional.of(somewhere.password()).filter(password -> !password.isEmpty()));
      TestDatabase forgotten;
      TestDatabase migrated;
      try (ThrowawayPostgres postgres = new ThrowawayPostgres(given)) {
        forgotten = postgres.emptyDatabase();
        migrated = postgres.migratedDatabase();
      }

      assertThat(Sql.column(somewhere.dataSource(), "select datname from pg_database"))
          .doesNotContain(forgotten.name(), migrated.name())
          .contains(somewhere.name());
    }
  }

  @Test
  void valueThatIsNoSourceIsRefused() {
    String before = System.getProperty("broker.postgres");
    System.setProperty("broker.postgres", "postgres://me:s3cret@localhost/x");
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(ServerSource::wanted)
          .withMessageContaining("auto, testcontainers, embedded")
          .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret"));
    } finally {
      if (before == null) {
        System.clearProperty("broker.postgres");
      } else {
        System.setProperty("broker.postgres", before);
      }
    }
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
