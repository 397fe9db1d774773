package io.celers.broker.jooq;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.UndecodablePolicy;
import io.celers.broker.generated.Celers;
import io.celers.broker.jooq.internal.codec.Codecs;
import io.celers.broker.jooq.internal.codec.JsonCodecs;
import io.celers.broker.jooq.internal.codec.Memoized;
import io.celers.broker.jooq.internal.enqueue.EncodeTask;
import io.celers.broker.jooq.internal.enqueue.Interceptors;
import io.celers.broker.jooq.internal.maintenance.ReaperPosition;
import io.celers.broker.jooq.internal.metrics.Measurements;
import io.celers.broker.jooq.internal.queue.Admission;
import io.celers.broker.jooq.internal.queue.QueueRules;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.sql.OwnPool;
import io.celers.broker.jooq.internal.wakeup.WakeUp;
import io.celers.broker.task.EnqueueInterceptor;
import io.celers.broker.task.Limits;
import io.celers.broker.task.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Configures a broker. Not safe for use by many threads; the broker is. */
public final class JooqBrokerBuilder {

  /**
   * Default lease: five minutes, longer than most handlers run, and short enough that a crash is
   * made good for within a coffee break.
   */
  public static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

  /** Where connections come from, and what to do when the broker is closed. */
  private record Source(DSLContext ctx, Runnable onClose) {}

  private final Supplier<Source> source;
  private final List<PayloadCodec> furtherCodecs = new ArrayList<>();
  private final List<EnqueueInterceptor> interceptors = new ArrayList<>();
  private Supplier<PayloadCodec> codec = new Memoized<>(JsonCodecs::present);
  private String schema = Celers.CELERS.getName();
  private RetryPolicy retryPolicy = RetryPolicy.DEFAULT;
  private UndecodablePolicy undecodable = UndecodablePolicy.DEAD_LETTER;
  private Duration lease = DEFAULT_LEASE;
  private String workerId = WorkerId.ofThisProcess();
  private int maxPayloadBytes = Limits.DEFAULT_PAYLOAD_BYTES;
  private boolean notifications = true;

  private JooqBrokerBuilder(Supplier<Source> source) {
    this.source = source;
  }

  static JooqBrokerBuilder on(DSLContext ctx) {
    return new JooqBrokerBuilder(() -> new Source(ctx, () -> {}));
  }

  static JooqBrokerBuilder on(DataSource dataSource) {
    return on(DSL.using(dataSource, SQLDialect.POSTGRES));
  }

  static JooqBrokerBuilder on(String url, String user, String password) {
    return new JooqBrokerBuilder(
        () -> {
          OwnPool pool = OwnPool.open(url, user, password);
          return new Source(pool.context(), pool::close);
        });
  }

  /** Schema that the migrations ran in; default {@code celers}. */
  public JooqBrokerBuilder schema(String schema) {
    this.schema = Database.requireSchemaName(schema);
    return this;
  }

  /**
   * Codec of task types that name none; default JSON by Jackson 3, or Jackson 2 where only that is
   * present.
   */
  public JooqBrokerBuilder codec(PayloadCodec codec) {
    this.codec = () -> codec;
    return this;
  }

  /** A further codec whose payloads can be read, found by its name. */
  public JooqBrokerBuilder readableCodec(PayloadCodec codec) {
    furtherCodecs.add(codec);
    return this;
  }

  /** Back-off of tasks that have none of their own; default {@link RetryPolicy#DEFAULT}. */
  public JooqBrokerBuilder retryPolicy(RetryPolicy retryPolicy) {
    this.retryPolicy = retryPolicy;
    return this;
  }

  /** What to do with payloads that cannot be read; default a dead letter. */
  public JooqBrokerBuilder undecodable(UndecodablePolicy undecodable) {
    this.undecodable = undecodable;
    return this;
  }

  /**
   * How long a delivery is held, above zero, at most ten years; default {@link #DEFAULT_LEASE}. A
   * holder that needs longer extends it, else the task is delivered again.
   */
  public JooqBrokerBuilder lease(Duration lease) {
    this.lease = Limits.requirePositive("lease", lease);
    return this;
  }

  /**
   * What this process calls itself in the tasks that it claims, 1 to 255 bytes; default pid@host.
   */
  public JooqBrokerBuilder workerId(String workerId) {
    this.workerId = Limits.requireName("workerId", workerId);
    return this;
  }

  /** Largest payload that is accepted, 0 to 64 MiB; default 1 MiB. */
  public JooqBrokerBuilder maxPayloadBytes(int maxPayloadBytes) {
    this.maxPayloadBytes =
        Limits.requireInRange("maxPayloadBytes", maxPayloadBytes, 0, Limits.MAX_PAYLOAD_BYTES);
    return this;
  }

  /**
   * Neither sends notifications nor listens for them: whoever waits finds out by polling, within a
   * second. For enqueues in transactions that will be prepared for a two-phase commit, which
   * PostgreSQL refuses after a notification, and where a pooler between makes listening useless. By
   * default an enqueue notifies if, and only if, somebody sleeps on the queue.
   *
   * <p>Notifications go through one queue of the server, which a session that listens and stays in
   * a transaction can fill. When it is full, a transaction that notifies fails when it is
   * committed, with SQLSTATE 54000, whatever else it did; without notifications none does.
   */
  public JooqBrokerBuilder withoutNotifications() {
    this.notifications = false;
    return this;
  }

  /** Stands between callers and what they enqueue; may be given several times, called in order. */
  public JooqBrokerBuilder interceptor(EnqueueInterceptor interceptor) {
    interceptors.add(interceptor);
    return this;
  }

  /**
   * Makes the broker. Does not talk to the database: the broker's first call looks whether the
   * schema is there and of a version that this library knows.
   *
   * @throws IllegalArgumentException if the dialect is not PostgreSQL's, or the schema's name is
   *     not {@code [a-z_][a-z0-9_]*} of up to 48 characters
   */
  public JooqBroker build() {
    Codecs codecs = new Codecs(codec, furtherCodecs, undecodable);
    Source connections = source.get();
    Database database = Database.of(connections.ctx().configuration(), schema);
    QueueRules rules = new QueueRules();
    JooqBrokerSettings settings =
        new JooqBrokerSettings(
            codecs,
            new EncodeTask(codecs, maxPayloadBytes),
            retryPolicy,
            workerId,
            lease,
            new ReaperPosition(),
            rules,
            new Admission(rules),
            new Measurements(),
            notifications ? WakeUp.on(database) : WakeUp.NONE,
            new Interceptors(interceptors));
    return new JooqBroker(
        settings,
        database,
        () -> {
          settings.wakeUp().close();
          connections.onClose().run();
        });
  }
}
