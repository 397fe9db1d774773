package io.celers.broker.examples.reliability.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.error.BrokerException;
import io.celers.broker.examples.reliability.proxy.CommitCut.Manner;
import io.celers.broker.examples.reliability.proxy.CommitCut.Side;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.examples.reliability.server.Sessions;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresProxyIT {

  private static HarnessServer server;
  private PostgresProxy proxy;

  @BeforeAll
  static void start() throws SQLException {
    server = HarnessServer.start();
    server.execute("create table written (number int)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void listen() throws SQLException {
    server.execute("truncate written");
    server.execute("delete from celers.celers_tasks");
    proxy = PostgresProxy.before(server.port(), Duration.ZERO);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  static Stream<Arguments> commits() {
    List<String> modes =
        List.of("", "?prepareThreshold=1", "?prepareThreshold=0", "?preferQueryMode=simple");
    return modes.stream()
        .flatMap(
            mode ->
                Arrays.stream(Manner.values())
                    .flatMap(
                        manner ->
                            Stream.of(
                                Arguments.of(mode, manner, true),
                                Arguments.of(mode, manner, false))));
  }

  @ParameterizedTest
  @MethodSource("commits")
  void serverNeverSeesACommitThatIsCutBefore(String mode, Manner manner, boolean autocommit)
      throws Exception {
    CommitCut cut = arm(Side.BEFORE, manner);

    insertAndHearNothing(mode, autocommit);

    CommitCut.Done done = cut.await();
    awaitEndOf(done.backend());
    assertThat(done.committed()).isFalse();
    assertThat(written()).isZero();
  }

  @ParameterizedTest
  @MethodSource("commits")
  void serverHasCommittedWhatIsCutAfter(String mode, Manner manner, boolean autocommit)
      throws Exception {
    CommitCut cut = arm(Side.AFTER, manner);

    insertAndHearNothing(mode, autocommit);

    assertThat(cut.await().committed()).isTrue();
    assertThat(written()).isOne();
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void copyIsCutAroundItsEnd(Side side) throws Exception {
    CommitCut cut = new CommitCut(side, Manner.RESET, text -> text.startsWith("copy"), 0);
    proxy.arm(cut);
    NewTask<byte[]> task = NewTask.ofBytes("copied", new byte[0]);

    try (CloseableDSLContext ctx = DSL.using(server.urlBy(proxy.port()), server.user(), "")) {
      assertThatThrownBy(() -> JooqBroker.on(ctx).enqueueBulk(Stream.of(task, task)))
          .isInstanceOf(BrokerException.class);
    }

    awaitEndOf(cut.await().backend());
    assertThat(server.number("select count(*) from celers.celers_tasks"))
        .isEqualTo(side == Side.AFTER ? 2 : 0);
  }

  @Test
  void statementThatFailsIsHeardOf() throws Exception {
    CommitCut cut = new CommitCut(Side.AFTER, Manner.RESET, text -> text.contains("nowhere"), 0);
    proxy.arm(cut);

    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("insert into nowhere values (1)"))
          .hasMessageContaining("nowhere");
      statement.execute("insert into written values (1)");
    }

    assertThat(cut.await().committed()).isFalse();
    assertThat(written()).isOne();
  }

  @Test
  void commitsBeforeTheOneThatIsMeantPass() throws Exception {
    CommitCut cut = new CommitCut(Side.BEFORE, Manner.RESET, PostgresProxyIT::writes, 2);
    proxy.arm(cut);

    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("insert into written values (1)");
      statement.execute("select 1");
      statement.execute("insert into written values (2)");
      assertThatThrownBy(() -> statement.execute("insert into written values (3)"))
          .isInstanceOf(SQLException.class);
    }

    awaitEndOf(cut.await().backend());
    assertThat(written()).isEqualTo(2);
  }

  @Test
  void workThatIsRolledBackCommitsNothing() throws Exception {
    CommitCut cut = arm(Side.BEFORE, Manner.RESET);

    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into written values (1)");
      connection.rollback();
      statement.execute("select 1");
      connection.commit();
    }

    assertThat(cut.isDone()).isFalse();
  }

  @Test
  void blackHoleIsFoundByTheSocketTimeoutAndLaterByTheServer() throws Exception {
    proxy.close();
    proxy = PostgresProxy.before(server.port(), Duration.ofSeconds(3));
    int backend;
    try (Connection connection = connect("?socketTimeout=1");
        Statement statement = connection.createStatement()) {
      Link link = proxy.links().get(0);
      backend = link.backend();
      link.blackHole();

      assertThatThrownBy(() -> statement.execute("insert into written values (1)"))
          .isInstanceOf(SQLException.class);

      assertThat(link.thrownAway()).succeedsWithin(Duration.ofSeconds(5));
      assertThat(backends(backend)).as("the server has not noticed yet").isOne();
    }
    awaitEndOf(backend);
    assertThat(written()).isZero();
  }

  @Test
  void replyThatIsCutInTheMiddleIsALostConnection() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      proxy.links().get(0).cutInsideNextReply();

      assertThatThrownBy(() -> statement.execute("select 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void slowLinkIsSlowAndWhole(Slowness slowness) throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      Link link = proxy.links().get(0);
      slowness.of(link);
      long begin = System.nanoTime();

      statement.execute("insert into written values (1)");

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(100));
    }
    assertThat(written()).isOne();
  }

  enum Slowness {
    DELAY,
    TRICKLE;

    void of(Link link) {
      switch (this) {
        case DELAY -> link.delay(Duration.ofMillis(50));
        case TRICKLE -> link.throttle(500);
      }
    }
  }

  @Test
  void idleConnectionThatIsResetOrFinishedIsNoGood() throws Exception {
    try (Connection reset = connect("");
        Connection finished = connect("")) {
      List<Link> links = proxy.links();
      links.get(0).reset();
      links.get(1).finish();

      assertThat(reset.isValid(1)).isFalse();
      assertThat(finished.isValid(1)).isFalse();
    }
  }

  private CommitCut arm(Side side, Manner manner) {
    CommitCut cut = new CommitCut(side, manner, PostgresProxyIT::writes, 0);
    proxy.arm(cut);
    return cut;
  }

  private static boolean writes(String statements) {
    return statements.contains("written");
  }

  private void insertAndHearNothing(String mode, boolean autocommit) throws SQLException {
    try (Connection connection = connect(mode)) {
      connection.setAutoCommit(autocommit);
      assertThatThrownBy(
              () -> {
                try (Statement statement = connection.createStatement()) {
                  statement.execute("insert into written values (1)");
                }
                connection.commit();
              })
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
    }
  }

  private Connection connect(String mode) throws SQLException {
    return DriverManager.getConnection(server.urlBy(proxy.port()) + mode, server.user(), "");
  }

  private static long written() throws SQLException {
    return server.number("select count(*) from written");
  }

  /** And with it of what it had not committed. */
  private static void awaitEndOf(int backend) throws Exception {
    try (Connection connection = server.connect()) {
      Sessions.awaitEnd(connection, backend);
    }
  }

  private static long backends(int backend) throws SQLException {
    return server.number("select count(*) from pg_stat_activity where pid = " + backend);
  }
}
