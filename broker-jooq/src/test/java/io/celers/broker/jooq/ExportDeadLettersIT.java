package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_DEAD_LETTER_QUEUE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.DeadLetters;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.generated.tables.records.CelersDeadLetterQueueRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.query.DeadLetterQuery;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.transfer.Imported;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExportDeadLettersIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  @RegisterExtension static final BrokerDatabase elsewhere = new BrokerDatabase();

  @Test
  void roundTripIsByteEqual() throws IOException {
    bury("rejected \"ü\" 😀");
    bury("again");

    byte[] first = export(db);
    Imported imported = importInto(elsewhere, first);

    assertThat(imported).isEqualTo(new Imported(2, 0, 0, List.of()));
    assertThat(export(elsewhere)).asString(UTF_8).isEqualTo(new String(first, UTF_8));
  }

  @Test
  void everyColumnIsWrittenButTheReceiptAndTheHash() throws IOException {
    UUID id = bury("no");
    CelersDeadLetterQueueRecord row = db.deadLetter(id);
    row.attach(db.dsl().configuration());
    row.setWorkerId("w").update();

    List<String> names =
        Pattern.compile("[{,]\"([a-z_]+)\":(?! )")
            .matcher(new String(export(db), UTF_8).lines().toList().get(1))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(Stream.concat(names.stream(), Stream.of("settled_receipt", "content_hash")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(CELERS_DEAD_LETTER_QUEUE.fields()).map(Field::getName).toList());
  }

  @Test
  void arrivedDeadLetterCanBeRequeued() throws IOException {
    UUID id = bury("no");
    importInto(elsewhere, export(db));

    boolean requeued = elsewhere.broker().deadLetters().requeue(id);

    assertThat(requeued).isTrue();
    assertThat(elsewhere.broker().queue("dead").dequeue())
        .hasValueSatisfying(delivery -> assertThat(delivery.id()).isEqualTo(id));
  }

  @Test
  void oneThatWasPutBackMeanwhileIsLeftAlone() throws IOException {
    UUID id = bury("no");
    byte[] file = export(db);
    db.broker().deadLetters().requeue(id);

    Imported imported = importInto(db, file);

    assertThat(imported).isEqualTo(new Imported(0, 1, 0, List.of()));
    assertThat(deadLetters(db).count(DeadLetterQuery.all())).isZero();
  }

  @Test
  void onlyThoseOfTheQueryAreWritten() throws IOException {
    bury("this");
    bury("that");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    long rows =
        deadLetters(db).export(DeadLetterQuery.all().errorText("this"), out, progress -> {}).rows();

    assertThat(rows).isOne();
    assertThat(out.toString(UTF_8)).doesNotContain("that");
  }

  private static UUID bury(String error) {
    db.broker()
        .enqueue(
            NewTask.ofBytes("task", new byte[] {-1, 0, 1})
                .queue("dead")
                .header("h", "v")
                .tag("t")
                .retryPolicy(RetryPolicy.immediate())
                .expiresAfter(Duration.ofDays(30)));
    Delivery delivery = db.broker().queue("dead").dequeue().orElseThrow();
    db.broker().reject(delivery, Rejection.deadLetter(error));
    return delivery.id();
  }

  private static byte[] export(BrokerDatabase database) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    deadLetters(database).export(DeadLetterQuery.all(), out, progress -> {});
    return out.toByteArray();
  }

  private static Imported importInto(BrokerDatabase database, byte[] file) throws IOException {
    return deadLetters(database).importFrom(new ByteArrayInputStream(file), progress -> {});
  }

  private static DeadLetters deadLetters(BrokerDatabase database) {
    return database.broker().deadLetters();
  }
}
