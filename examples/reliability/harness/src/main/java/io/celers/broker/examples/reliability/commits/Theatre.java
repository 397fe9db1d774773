package io.celers.broker.examples.reliability.commits;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.examples.reliability.commits.Verb.Access;
import io.celers.broker.examples.reliability.commits.Verb.Call;
import io.celers.broker.examples.reliability.proxy.CommitCut;
import io.celers.broker.examples.reliability.proxy.CommitCut.Manner;
import io.celers.broker.examples.reliability.proxy.CommitCut.Side;
import io.celers.broker.examples.reliability.proxy.PostgresProxy;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.query.Bulk;
import io.celers.broker.query.TaskQuery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Plays verbs through the proxy, one after the other: each alone in empty tables, which are looked
 * at over connections of their own. Not safe for use by many threads.
 */
final class Theatre implements AutoCloseable {

  /** A locking read changes nothing. */
  private static final Pattern CHANGES =
      Pattern.compile(
          "\\b(insert|delete|merge|copy|(?<!for )(?<!for no key )update)\\b",
          Pattern.CASE_INSENSITIVE);

  private final HarnessServer server;
  private final PostgresProxy proxy;
  private final Tables tables;
  private final HikariDataSource pool;
  private final HikariDataSource ownPool;
  private final Access access;
  private final JooqBroker own;

  Theatre(HarnessServer server) throws SQLException {
    this.server = server;
    this.proxy = PostgresProxy.before(server.port(), Duration.ZERO);
    this.tables = new Tables(server);
    this.pool = pool(server.urlBy(proxy.port()), "");
    this.ownPool = pool(server.url(), "set synchronous_commit = off");
    this.access =
        new Access(JooqBroker.builder(pool).build(), DSL.using(pool, SQLDialect.POSTGRES));
    this.own = JooqBroker.builder(ownPool).build();
  }

  private HikariDataSource pool(String url, String first) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(server.user());
    config.setMaximumPoolSize(2);
    config.setConnectionInitSql(first.isEmpty() ? null : first);
    return new HikariDataSource(config);
  }

  /** Plays it twice without a cut. */
  Rehearsal rehearse(Verb verb) throws Exception {
    Stage stage = new Stage(own, tables);
    stage.empty();
    Call call = verb.preparation().prepare(stage);
    String before = tables.look();
    AtomicInteger commits = new AtomicInteger();
    proxy.observe(statements -> commits.addAndGet(changes(statements) ? 1 : 0));
    String answer = call.run(access).toString();
    proxy.observe(statements -> {});
    String after = tables.look();
    String again = verb.repeatable() ? call.run(access).toString() : "";
    if (commits.get() == 0 || before.equals(after)) {
      throw new IllegalStateException(verb + " changes nothing");
    }
    return new Rehearsal(before, after, answer, again, commits.get());
  }

  /** Plays it with a cut at one of its commits, and again without. */
  Observation play(Verb verb, Rehearsal rehearsal, Side side, Manner manner, int commit)
      throws Exception {
    Stage stage = new Stage(own, tables);
    stage.empty();
    Call call = verb.preparation().prepare(stage);
    CommitCut cut = new CommitCut(side, manner, Theatre::changes, commit);
    proxy.arm(cut);
    Told told = told(verb, call);
    CommitCut.Done done = cut.await();
    if (side == Side.AFTER && !done.committed()) {
      throw new IllegalStateException("%s was not committed: %s".formatted(verb, told));
    }
    tables.awaitEndOf(done.backend());
    String seen = tables.look();
    boolean happened = seen.equals(rehearsal.after());
    String repeated = verb.repeatable() || !happened ? call.run(access).toString() : "";
    String inTheEnd = tables.look();
    List<String> stale = stage.stale().stream().map(this::ack).toList();
    return new Observation(verb, side, rehearsal, told, seen, repeated, inTheEnd, stale, rest());
  }

  private static boolean changes(String statements) {
    return CHANGES.matcher(statements).find();
  }

  private Told told(Verb verb, Call call) {
    try {
      return new Told.Answer(call.run(access).toString());
    } catch (Exception e) {
      return Told.of(e, verb);
    }
  }

  private String ack(Delivery stale) {
    Settlement told = own.ack(stale);
    return told instanceof Settlement.Settled settled
        ? settled.fate().name()
        : told.getClass().getSimpleName();
  }

  /** Works everything off, as workers would after all leases and delays. */
  private Observation.Rest rest() throws SQLException {
    long stored = tables.stored();
    List<String> queues = List.of(Stage.QUEUE, "other");
    TaskQuery all = TaskQuery.all();
    queues.forEach(queue -> own.queue(queue).resume());
    Bulk.all(page -> own.maintenance().recoverStuck(Stage.MOMENT, page));
    Bulk.all(page -> own.tasks().makeDueAll(all, page));
    List<Delivery> deliveries = new ArrayList<>();
    queues.forEach(queue -> deliveries.addAll(own.queue(queue).dequeue(100)));
    own.ackAll(deliveries);
    return new Observation.Rest(
        stored - tables.stored(), tables.unfinished(), tables.completedTwice());
  }

  @Override
  public void close() throws SQLException {
    pool.close();
    ownPool.close();
    tables.close();
    proxy.close();
  }
}
