package io.celers.broker.jooq.internal.wakeup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.ConnectionProvider;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One connection that wakes all who sleep, and what happens when it is lost or deaf. */
class ListenerIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Topic QUEUE = Topic.queue("default");

  private HikariDataSource pool;
  private Listener listener;

  @BeforeEach
  void open() {
    pool = new HikariDataSource();
    pool.setDataSource(db.database().dataSource());
    pool.setMaximumPoolSize(2);
    listener = listenerOn(new DataSourceConnectionProvider(pool));
  }

  @AfterEach
  void close() {
    listener.close();
    pool.close();
  }

  @Test
  void sleeperIsWokenByAnEnqueue() throws Exception {
    Subscription bell = asleep(listener);

    db.broker().enqueue(TASK);

    assertThat(bell.await(PATIENCE)).isTrue();
  }

  @Test
  void everySubscriberOfATopicIsWokenAndNobodyElse() throws Exception {
    Subscription first = asleep(listener);
    Subscription second = asleep(listener);
    Subscription other = listener.subscribe(Topic.queue("other"));
    other.await(Duration.ZERO);
    other.found();

    db.broker().enqueue(TASK);

    assertThat(first.await(PATIENCE)).isTrue();
    assertThat(second.await(PATIENCE)).isTrue();
    assertThat(other.await(Duration.ZERO)).isFalse();
  }

  @Test
  void ringsWhileNobodyWaitsAreOne() throws Exception {
    Subscription bell = listener.subscribe(QUEUE);
    await().atMost(PATIENCE).until(listener::isHearing);
    bell.ring();
    bell.ring();

    assertThat(bell.await(PATIENCE)).isTrue();
    bell.found();
    assertThat(bell.await(Duration.ZERO)).isFalse();
  }

  @Test
  void lostConnectionIsReplacedAndEverybodyIsWokenMeanwhile() throws Exception {
    Subscription bell = asleep(listener);

    killListeners();

    assertThat(bell.await(PATIENCE)).isTrue();
    await().atMost(PATIENCE).until(listener::isHearing);
    db.broker().enqueue(TASK);
    assertThat(bell.await(PATIENCE)).isTrue();
  }

  @Test
  void whatStrangersNotifyWakesNobodyElse() throws Exception {
    Subscription bell = asleep(listener);
    Topic last = Topic.queue("last");
    Subscription afterwards = listener.subscribe(last);

    for (String payload : List.of("", "queue", "queue other", "default", "x".repeat(7_999))) {
      notifyAs(payload);
    }
    // Notifications arrive in their order.
    notifyAs(last.text());

    assertThat(afterwards.await(PATIENCE)).isTrue();
    assertThat(bell.await(Duration.ZERO)).isFalse();
    notifyAs(QUEUE.text());
    assertThat(bell.await(PATIENCE)).isTrue();
    assertThat(listener.isHearing()).isTrue();
  }

  @Test
  void connectionThroughAPoolerThatHearsNothingIsNoticed() {
    AtomicInteger taken = new AtomicInteger();
    listener.close();
    listener = listenerOn(new DeafProvider(taken));

    listener.subscribe(QUEUE);

    await().atMost(PATIENCE).until(() -> taken.get() >= 2);
    assertThat(listener.isHearing()).isFalse();
  }

  @Test
  void closingGivesTheConnectionBackAndWakesEverybody() throws Exception {
    Subscription bell = asleep(listener);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);

    listener.close();

    assertThat(bell.await(Duration.ZERO)).isTrue();
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> listener.subscribe(QUEUE));
    try (Connection reused = pool.getConnection()) {
      assertThat(DSL.using(reused).fetch("select pg_listening_channels()")).isEmpty();
      assertThat(reused.getNetworkTimeout()).isZero();
    }
  }

  @Test
  void connectionIsGivenBackSomeTimeAfterTheLastSubscriberHasLeft() {
    Subscription bell = asleep(listener);

    bell.close();

    await().atMost(PATIENCE).until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    asleep(listener);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
  }

  @Test
  void poolThatIsClosedBeforeTheListenerIsNothingToWarnOf() {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      asleep(listener);

      pool.close();
      await().atMost(PATIENCE).until(() -> !listener.isHearing());
      listener.close();
    } finally {
      System.setErr(err);
    }

    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("celers-listener");
  }

  private static Listener listenerOn(ConnectionProvider connections) {
    Database database =
        Database.of(DSL.using(connections, SQLDialect.POSTGRES).configuration(), "celers");
    return new Listener(database, Channel.of("celers"));
  }

  /** Subscribed, listening, noted, and not yet woken. */
  private static Subscription asleep(Listener listener) {
    Subscription bell = listener.subscribe(QUEUE);
    await().atMost(PATIENCE).until(listener::isHearing);
    NoteSleep.execute(db.dsl(), List.of(QUEUE), UUID.randomUUID(), Duration.ofMinutes(1));
    try {
      bell.await(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    // If that one was heeded, the next one need not wait.
    bell.found();
    return bell;
  }

  private static void notifyAs(String payload) {
    db.dsl().fetch("select pg_notify(?, ?)", Channel.of("celers").name(), payload);
  }

  private static void killListeners() {
    assertThat(
            db.dsl()
                .fetch(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and query ilike '%celers_notify%'"
                        + " and pid <> pg_backend_pid()"))
        .isNotEmpty();
  }

  /** Listens on one connection and hears on another, as through a pooler of transactions. */
  private record DeafProvider(AtomicInteger taken) implements ConnectionProvider {

    @Override
    public Connection acquire() {
      taken.incrementAndGet();
      try {
        Connection one = db.database().dataSource().getConnection();
        Connection another = db.database().dataSource().getConnection();
        return (Connection)
            Proxy.newProxyInstance(
                ListenerIT.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("abort") || method.getName().equals("close")) {
                    one.close();
                    another.close();
                    return null;
                  }
                  return method.invoke(
                      method.getName().equals("unwrap") ? another : one, arguments);
                });
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void release(Connection connection) {}
  }
}
