package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.celers.broker.Broker;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.TaskQuery;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import io.celers.broker.transfer.Exported;
import io.celers.broker.transfer.Imported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.JSONB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExportTasksIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @RegisterExtension static final BrokerDatabase elsewhere = new BrokerDatabase();

  private static final TaskType<byte[]> TYPE = TaskType.ofBytes("type \"ü\" 😀").version(7);
  private static final byte[] ALL_BYTES = new byte[256];

  static {
    IntStream.range(0, ALL_BYTES.length).forEach(i -> ALL_BYTES[i] = (byte) i);
  }

  @Test
  void roundTripIsByteEqual() throws IOException {
    tasksInEveryState();

    byte[] first = export(db);
    Imported imported = importInto(elsewhere, first);
    byte[] second = export(elsewhere);

    assertThat(imported).isEqualTo(new Imported(7, 0, 0, List.of()));
    assertThat(second).asString(UTF_8).isEqualTo(new String(first, UTF_8));
  }

  @Test
  void fileOfNoTasksIsAFile() throws IOException {
    byte[] file = export(db);

    assertThat(new String(file, UTF_8))
        .isEqualTo(
            """
            {"format":"celers-export","version":1,"kind":"tasks"}
            {"rows":0,"sha256":"%s"}
            """
                .formatted(sha256Of(file)));
    assertThat(importInto(elsewhere, file)).isEqualTo(Imported.NONE);
  }

  @Test
  void everyColumnIsWrittenButThoseOfALeaseAndTheHash() throws IOException {
    UUID id = db.broker().enqueue(TYPE.with(ALL_BYTES).after(Duration.ofHours(1))).id();
    CelersTasksRecord row = db.task(id);
    row.attach(db.dsl().configuration());
    row.setRetryPolicy(RetryPolicy.immediate().toString())
        .setExpiresAt(row.getVisibleAt())
        .setStartedAt(row.getCreatedAt())
        .setWorkerId("w")
        .setErrorMessage("e")
        .setCancelReason("c")
        .update();

    String pending = line(db, id);
    row.setState(CelersTaskState.cancelled).setCompletedAt(row.getCreatedAt()).update();
    String cancelled = line(db, id);

    Set<String> names = new TreeSet<>(members(pending));
    names.addAll(members(cancelled));
    names.addAll(List.of("receipt", "settled_receipt", "content_hash"));
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(CELERS_TASKS.fields()).map(Field::getName).toList());
  }

  @Test
  void lineIsTheRowInAFixedOrder() throws IOException {
    UUID id =
        db.broker()
            .enqueue(
                NewTask.ofBytes("mail", new byte[] {1, 2, 3})
                    .queue("out")
                    .header("h", "v")
                    .tag("t"))
            .id();
    db.dsl()
        .execute(
            "update celers.celers_tasks set created_at = '2026-02-03 04:05:06.789+00',"
                + " scheduled_at = '2026-02-03 06:05:06.000001+02'");

    assertThat(line(db, id))
        .isEqualTo(
            """
            {"id":"%s","queue":"out","task_name":"mail","task_version":1,"codec":"bytes",\
            "payload":"AQID","state":"pending","priority":4,"requeues":0,"deliveries":0,\
            "max_retries":3,"created_at":"2026-02-03T04:05:06.789000Z",\
            "scheduled_at":"2026-02-03T04:05:06.000001Z",\
            "metadata":{"tags": ["t"], "headers": {"h": "v"}}}"""
                .formatted(id));
  }

  @Test
  void heldTaskArrivesPendingAndWaitsForTheEndOfItsLease() throws IOException {
    UUID id = db.broker().enqueue(TYPE.with(ALL_BYTES)).id();
    Delivery held = db.broker().queue("default").lease(Duration.ofHours(2)).dequeue().orElseThrow();

    importInto(elsewhere, export(db));

    CelersTasksRecord there = elsewhere.task(id);
    assertThat(there.getState()).isEqualTo(CelersTaskState.pending);
    assertThat(there.getReceipt()).isNull();
    assertThat(there.getDeliveries()).isEqualTo(1);
    assertThat(there.getVisibleAt().toInstant()).isEqualTo(held.leaseUntil());
    assertThat(elsewhere.broker().queue("default").dequeue()).isEmpty();
    elsewhere.clock().advance(Duration.ofHours(3));
    assertThat(elsewhere.broker().queue("default").dequeue()).isPresent();
  }

  @Test
  void dueTaskIsDueWhereItArrivesButNotInThePast() throws IOException {
    UUID id = db.broker().enqueue(TYPE.with(ALL_BYTES)).id();
    byte[] file = export(db);
    elsewhere.clock().advance(Duration.ofDays(1));

    importInto(elsewhere, file);

    CelersTasksRecord there = elsewhere.task(id);
    assertThat(there.getVisibleAt()).isAfter(there.getCreatedAt().plusHours(23));
    assertThat(elsewhere.broker().queue("default").dequeue()).isPresent();
  }

  @Test
  void onlyTasksOfTheQueryAreWritten() throws IOException {
    db.broker().enqueueAll(List.of(task("a"), task("b"), task("a")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Exported exported =
        db.broker().tasks().export(TaskQuery.all().queues("a"), out, progress -> {});

    assertThat(exported).isEqualTo(new Exported(2, out.size()));
    assertThat(out.toString(UTF_8)).doesNotContain("\"queue\":\"b\"");
  }

  @Test
  void manyPagesHoldEveryTaskOnceInTheOrderOfIds() throws IOException {
    db.broker().enqueueBulk(IntStream.range(0, 2_345).mapToObj(i -> task("many")));
    List<Exported> told = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    // Tasks that come and go while it runs.
    Exported exported =
        db.broker()
            .tasks()
            .export(
                TaskQuery.all().queues("many"),
                out,
                progress -> {
                  told.add(progress);
                  db.broker().enqueue(task("other"));
                });

    assertThat(exported.rows()).isEqualTo(2_345);
    assertThat(told).extracting(Exported::rows).containsExactly(1_000L, 2_000L, 2_345L);
    List<String> ids = ids(out.toByteArray());
    assertThat(ids).isSorted().doesNotHaveDuplicates().hasSize(2_345);
  }

  @Test
  void largePayloadsAreReadFewAtATime() throws IOException {
    db.broker()
        .enqueueAll(
            IntStream.range(0, 20)
                .mapToObj(i -> NewTask.ofBytes("large", new byte[1 << 20]))
                .toList());
    List<Long> told = new ArrayList<>();

    db.broker()
        .tasks()
        .export(
            TaskQuery.all(),
            OutputStream.nullOutputStream(),
            progress -> told.add(progress.rows()));

    assertThat(told).containsExactly(8L, 16L, 20L);
  }

  @Test
  void exceptionOfTheStreamOrTheCallbackComesThrough() {
    db.broker().enqueue(task("a"));
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };

    assertThatThrownBy(() -> db.broker().tasks().export(TaskQuery.all(), broken, progress -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThatThrownBy(
            () ->
                db.broker()
                    .tasks()
                    .export(
                        TaskQuery.all(),
                        OutputStream.nullOutputStream(),
                        progress -> {
                          throw new IllegalStateException("enough");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
  }

  @Test
  void inATransactionItSeesWhatTheTransactionSees() {
    db.dsl()
        .transaction(
            tx -> {
              db.broker().using(tx).enqueue(task("a"));
              ByteArrayOutputStream out = new ByteArrayOutputStream();

              db.broker().using(tx).tasks().export(TaskQuery.all(), out, progress -> {});

              assertThat(ids(out.toByteArray())).hasSize(1);
              assertThat(ids(export(db))).isEmpty();
            });
  }

  /** Pending with everything, due, delayed, held, completed, failed, cancelled. */
  private static void tasksInEveryState() {
    Broker broker = db.broker();
    broker.enqueue(
        TYPE.with(ALL_BYTES)
            .queue("everything")
            .priority(9)
            .maxRetries(0)
            .header("näme\\\"", "välue\n\t\u0001\u2028😀")
            .tag("{t,a\"g}")
            .retryPolicy(RetryPolicy.fixed(Duration.ofSeconds(90)))
            .after(Duration.ofDays(3))
            .expiresAfter(Duration.ofDays(400)));
    broker.enqueue(TYPE.with(new byte[0]).queue("due"));
    broker.enqueue(TYPE.with(ALL_BYTES).queue("rejected"));
    broker.enqueue(TYPE.with(ALL_BYTES).queue("held"));
    broker.enqueue(TYPE.with(ALL_BYTES).queue("completed"));
    broker.enqueue(TYPE.with(ALL_BYTES).queue("failed"));
    UUID cancelled = broker.enqueue(TYPE.with(ALL_BYTES).queue("cancelled")).id();
    broker.reject(
        broker.queue("rejected").dequeue().orElseThrow(),
        Rejection.retry("it's \\ \"broken\" \r\n 😀").after(Duration.ofHours(5)));
    assertThat(broker.queue("held").lease(Duration.ofHours(2)).dequeue()).isPresent();
    broker.ack(broker.queue("completed").dequeue().orElseThrow());
    broker.reject(broker.queue("failed").dequeue().orElseThrow(), Rejection.discard("no"));
    broker.tasks().cancel(cancelled, "order was \"withdrawn\"");
    db.dsl()
        .update(CELERS_TASKS)
        .set(CELERS_TASKS.METADATA, JSONB.valueOf("{\"x\": [1.0, 1e5, null, {\"y\": true}]}"))
        .where(CELERS_TASKS.QUEUE.eq("due"))
        .execute();
  }

  private static byte[] export(BrokerDatabase database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    database.broker().tasks().export(TaskQuery.all(), out, progress -> {});
    return out.toByteArray();
  }

  private static Imported importInto(BrokerDatabase database, byte[] file) throws IOException {
    return database.broker().tasks().importFrom(new ByteArrayInputStream(file), progress -> {});
  }

  private static String line(BrokerDatabase database, UUID id) throws IOException {
    return new String(export(database), UTF_8)
        .lines()
        .filter(line -> line.startsWith("{\"id\":\"" + id))
        .collect(Collectors.joining());
  }

  private static List<String> ids(byte[] file) {
    return new String(file, UTF_8)
        .lines()
        .filter(line -> line.startsWith("{\"id\":"))
        .map(line -> line.substring(7, 43))
        .toList();
  }

  private static List<String> members(String line) {
    return Pattern.compile("[{,]\"([a-z_]+)\":")
        .matcher(line)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String sha256Of(byte[] file) {
    String text = new String(file, UTF_8);
    return text.substring(text.length() - 67, text.length() - 3);
  }

  private static NewTask<byte[]> task(String queue) {
    return NewTask.ofBytes("task", new byte[] {1, 2, 3}).queue(queue);
  }
}
