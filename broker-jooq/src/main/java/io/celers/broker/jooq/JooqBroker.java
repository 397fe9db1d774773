package io.celers.broker.jooq;

import io.celers.broker.Advisor;
import io.celers.broker.Broker;
import io.celers.broker.DeadLetters;
import io.celers.broker.History;
import io.celers.broker.Maintenance;
import io.celers.broker.Monitoring;
import io.celers.broker.Results;
import io.celers.broker.Schedules;
import io.celers.broker.TaskQueue;
import io.celers.broker.TaskSource;
import io.celers.broker.Tasks;
import io.celers.broker.codec.Payload;
import io.celers.broker.codec.UndecodablePolicy;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.jooq.internal.advice.JooqAdvisor;
import io.celers.broker.jooq.internal.claim.JooqTaskSource;
import io.celers.broker.jooq.internal.deadletter.JooqDeadLetters;
import io.celers.broker.jooq.internal.enqueue.Enqueuer;
import io.celers.broker.jooq.internal.history.JooqHistory;
import io.celers.broker.jooq.internal.maintenance.JooqMaintenance;
import io.celers.broker.jooq.internal.metrics.JooqMetricsSource;
import io.celers.broker.jooq.internal.monitoring.JooqMonitoring;
import io.celers.broker.jooq.internal.queue.JooqTaskQueue;
import io.celers.broker.jooq.internal.result.EncodeResult;
import io.celers.broker.jooq.internal.result.JooqResults;
import io.celers.broker.jooq.internal.schedule.JooqSchedules;
import io.celers.broker.jooq.internal.settle.Settler;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.jooq.internal.task.JooqTasks;
import io.celers.broker.jooq.internal.transaction.FindStatus;
import io.celers.broker.jooq.internal.transaction.FindTransaction;
import io.celers.broker.jooq.internal.worker.JooqWorkerBuilder;
import io.celers.broker.jooq.internal.worker.WorkerContext;
import io.celers.broker.jooq.worker.WorkerBuilder;
import io.celers.broker.metrics.MetricsSource;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.Enqueued;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;

/**
 * The broker on jOOQ and PostgreSQL.
 *
 * <p>Called directly, it runs on the connections of the {@link DSLContext} or data source it was
 * made with: each call takes one and gives it back. {@link #using(Configuration)} makes the same
 * broker run in a transaction of the application. Safe for use by many threads.
 */
public final class JooqBroker implements Broker, AutoCloseable {

  private final JooqBrokerSettings settings;
  private final Database database;
  private final Monitoring monitoring;
  private final Runnable onClose;

  JooqBroker(JooqBrokerSettings settings, Database database, Runnable onClose) {
    this.settings = settings;
    this.database = database;
    this.monitoring = new JooqMonitoring(database);
    this.onClose = onClose;
  }

  /**
   * A broker on the connections of a context, with all defaults.
   *
   * <p>Where the context takes part in a transaction of its own accord, as under Spring's
   * {@code @Transactional}, so does the broker.
   */
  public static JooqBroker on(DSLContext ctx) {
    return builder(ctx).build();
  }

  /** To configure a broker on the connections of a context. */
  public static JooqBrokerBuilder builder(DSLContext ctx) {
    return JooqBrokerBuilder.on(ctx);
  }

  /**
   * To configure a broker on a data source; the application goes on owning it.
   *
   * <p>Its connections must be in autocommit mode, unless it takes part in transactions of its own
   * accord: each call takes a connection and gives it back, and commits nothing.
   */
  public static JooqBrokerBuilder builder(DataSource dataSource) {
    return JooqBrokerBuilder.on(dataSource);
  }

  /**
   * To configure a broker on a pool of its own, which {@link #close()} closes. Needs HikariCP.
   *
   * @param url {@code jdbc:postgresql:..}
   */
  public static JooqBrokerBuilder builder(String url, String user, String password) {
    return JooqBrokerBuilder.on(url, user, password);
  }

  /**
   * The same broker on exactly the connection and in the transaction of a configuration: that of a
   * jOOQ transaction, nested or not, or {@code DSL.using(connection, POSTGRES).configuration()}.
   *
   * <p>It lives as long as that transaction, and closes nothing.
   *
   * <p>An enqueue may notify, which happens when the transaction is committed. Where the server's
   * queue of notifications is full, that commit fails with SQLSTATE 54000, and with it all that the
   * transaction did; {@link #withoutNotifications()} never has it fail so.
   */
  public Broker using(Configuration configuration) {
    return new JooqBroker(settings, database.on(configuration), () -> {});
  }

  /** As {@link #using(Configuration)}. */
  public Broker using(DSLContext ctx) {
    return using(ctx.configuration());
  }

  /**
   * Which transaction is open here, for {@link #fate} if the reply to its commit is lost. One round
   * trip.
   *
   * @param configuration as in {@link #using(Configuration)}
   * @throws IllegalStateException in autocommit mode
   */
  public TransactionId transactionId(Configuration configuration) {
    Database inside = database.on(configuration);
    if (inside.isAutocommit("transaction id")) {
      throw new IllegalStateException(
          "no transaction is open: the connection is in autocommit mode");
    }
    return new TransactionId(inside.run("transaction id", FindTransaction::execute));
  }

  /**
   * What became of a transaction of the same server, asked on a connection of the broker's.
   *
   * <p>One that was lost a moment ago may still be {@link TransactionFate#IN_PROGRESS}: ask again
   * until it is not. After a failover to a standby that replicates asynchronously the answer may be
   * that of another transaction, which was given the same id since: do not trust it.
   *
   * @throws io.celers.broker.error.ReadOnlyException on a standby, which does not know all
   */
  public TransactionFate fate(TransactionId transaction) {
    return database
        .run("transaction fate", db -> FindStatus.execute(db, transaction.value()))
        .map(TransactionFate::of)
        .orElse(TransactionFate.UNKNOWN);
  }

  /**
   * The same broker, whose calls send no notifications; {@code broker.withoutNotifications()
   * .using(tx)} is for one transaction, as one that will be prepared for a two-phase commit. It
   * closes nothing.
   */
  public JooqBroker withoutNotifications() {
    return new JooqBroker(settings.silent(), database, () -> {});
  }

  @Override
  public Enqueued enqueue(NewTask<?> task) {
    return enqueuer().enqueue(List.of(task)).get(0);
  }

  @Override
  public List<Enqueued> enqueueAll(Collection<? extends NewTask<?>> tasks) {
    return enqueuer().enqueue(tasks);
  }

  @Override
  public long enqueueBulk(Stream<? extends NewTask<?>> tasks) {
    return enqueuer().enqueueBulk(tasks);
  }

  @Override
  public TaskQueue queue(String name) {
    return new JooqTaskQueue(
        source(List.of(name)), database, settings.admission(), name, settings.workerId());
  }

  @Override
  public TaskSource queues(String first, String... more) {
    List<String> names = new ArrayList<>(List.of(first));
    names.addAll(List.of(more));
    return source(names);
  }

  @Override
  public <P> Payload<P> payload(Delivery delivery, TaskType<P> type) {
    return settings.codecs().decode(delivery, type);
  }

  @Override
  public Rejection rejection(Payload.Undecodable<?> payload) {
    String error =
        "undecodable payload (codec %s, version %d): %s"
            .formatted(payload.codec(), payload.version(), payload.reason());
    return payload.policy() == UndecodablePolicy.DEAD_LETTER
        ? Rejection.deadLetter(error)
        : Rejection.retry(error);
  }

  @Override
  public Settlement ack(Delivery delivery) {
    return settler().ack(delivery);
  }

  @Override
  public List<Settlement> ackAll(Collection<? extends Delivery> deliveries) {
    return settler().ackAll(deliveries);
  }

  @Override
  public Settlement ack(Delivery delivery, TaskResult result) {
    return ackAll(Map.of(delivery, result)).get(0);
  }

  @Override
  public List<Settlement> ackAll(Map<? extends Delivery, TaskResult> results) {
    return settler().ackAll(results);
  }

  @Override
  public Settlement reject(Delivery delivery, Rejection rejection) {
    return rejectAll(Map.of(delivery, rejection)).get(0);
  }

  @Override
  public List<Settlement> rejectAll(Map<? extends Delivery, ? extends Rejection> rejections) {
    return settler().rejectAll(rejections);
  }

  @Override
  public List<Settlement> releaseAll(Map<? extends Delivery, Duration> delays) {
    return settler().releaseAll(delays);
  }

  @Override
  public Extension extend(Delivery delivery, Duration lease) {
    return extendAll(List.of(delivery), lease).get(0);
  }

  @Override
  public List<Extension> extendAll(Collection<? extends Delivery> deliveries, Duration lease) {
    return settler().extendAll(deliveries, lease);
  }

  /**
   * To configure a worker, which claims tasks and runs their handlers. It never joins a transaction
   * of the application's.
   */
  public WorkerBuilder worker() {
    return new JooqWorkerBuilder(
        new WorkerContext(
            database,
            settings.measurements(),
            settings.wakeUp().listener(),
            settings.codecs(),
            this::rejection,
            this::settler,
            new JooqMaintenance(database, settings.reaperPosition()),
            schedules(),
            settings.workerId(),
            settings.lease()));
  }

  @Override
  public Tasks tasks() {
    return new JooqTasks(database);
  }

  @Override
  public DeadLetters deadLetters() {
    return new JooqDeadLetters(database);
  }

  @Override
  public History history() {
    return new JooqHistory(database);
  }

  @Override
  public Results results() {
    return new JooqResults(database, new EncodeResult(settings.codecs()), settings.wakeUp());
  }

  @Override
  public Schedules schedules() {
    return new JooqSchedules(
        database, settings.encoder(), settings.measurements(), settings.wakeUp().channel());
  }

  @Override
  public Maintenance maintenance() {
    return new JooqMaintenance(database, settings.reaperPosition());
  }

  @Override
  public Monitoring monitoring() {
    return monitoring;
  }

  /**
   * Figures read from another connection, as from a replica, to spare the primary; they say how far
   * it is behind. What one instance has measured, its callers share: keep it.
   */
  public Monitoring monitoring(DSLContext replica) {
    return new JooqMonitoring(database.on(replica.configuration()));
  }

  @Override
  public Advisor advisor() {
    return new JooqAdvisor(database, monitoring, settings.workerId());
  }

  /**
   * Figures for a library of metrics. From the first call on, the broker and all brokers that were
   * made {@linkplain #using(Configuration) from it} measure what they do; until then that costs
   * nothing.
   */
  public MetricsSource metrics() {
    settings.measurements().switchOn();
    return new JooqMetricsSource(database, monitoring, settings.measurements());
  }

  /**
   * Stops listening, and closes the pool if the broker has one of its own; the application's
   * connections stay open.
   */
  @Override
  public void close() {
    onClose.run();
  }

  /** Names the schema, never the connection. */
  @Override
  public String toString() {
    return "broker in schema " + database.schema();
  }

  private JooqTaskSource source(List<String> queues) {
    return new JooqTaskSource(
        database, settings.measurements(), queues, settings.workerId(), settings.lease());
  }

  private Enqueuer enqueuer() {
    return new Enqueuer(
        database,
        settings.encoder(),
        settings.rules(),
        settings.admission(),
        settings.measurements(),
        settings.wakeUp().channel(),
        settings.interceptors());
  }

  private Settler settler() {
    return settler(database);
  }

  private Settler settler(Database database) {
    return new Settler(
        database,
        settings.retryPolicy(),
        new EncodeResult(settings.codecs()),
        settings.rules(),
        settings.measurements(),
        settings.wakeUp().channel());
  }
}
