package io.celers.broker.jooq.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.codec.EncryptingCodec;
import io.celers.broker.codec.EncryptionKeys;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.codec.Jackson3Codec;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.schedule.Cadence;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.task.TaskType;
import io.celers.broker.testdb.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/** What a thief of the disk, of the WAL or of a base backup finds. */
class PlainTextOnDiskIT {

  private record Card(String number) {}

  private static final TaskType<Card> CHARGE = TaskType.of("charge", Card.class);
  private static final String ENCRYPTED = "canary-that-is-encrypted-4711";
  private static final String PLAIN = "canary-that-is-not-encrypted-4712";

  @Test
  void encryptedPayloadsAreNowhereInTheDataDirectory() throws IOException {
    try (EmbeddedServer server = EmbeddedServer.temporary()) {
      BrokerSchema.migrate(server.dataSource());
      DSLContext dsl = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
      EncryptionKeys keys = EncryptionKeys.writing("k1", new byte[32]);
      leadALife(
          JooqBroker.builder(dsl)
              .codec(EncryptingCodec.of(Jackson3Codec.withDefaults(), keys))
              .build(),
          ENCRYPTED);
      leadALife(JooqBroker.on(dsl), PLAIN);
      dsl.execute("checkpoint");
      Path data = Path.of(dsl.fetchSingle("show data_directory").get(0, String.class));

      List<String> withPlainText = filesWith(data, PLAIN);

      // The control: whoever looks finds what is there, in tables and in the WAL.
      assertThat(withPlainText).anyMatch(file -> file.startsWith("base/"));
      assertThat(withPlainText).anyMatch(file -> file.startsWith("pg_wal/"));
      assertThat(filesWith(data, ENCRYPTED)).isEmpty();
    }
  }

  /** Into every table that holds payloads. */
  private static void leadALife(JooqBroker broker, String canary) {
    Card card = new Card(canary);
    broker.enqueueAll(List.of(CHARGE.with(card).queue("done"), CHARGE.with(card).queue("dead")));
    broker.ack(broker.queue("done").dequeue().orElseThrow());
    broker.reject(broker.queue("dead").dequeue().orElseThrow(), Rejection.deadLetter("no"));
    broker.maintenance().archive(RetentionPolicy.after(Duration.ofNanos(1_000)), progress -> {});
    broker.schedules().put("nightly", Cadence.every(Duration.ofHours(1)), CHARGE.with(card));
    broker.schedules().remove("nightly");
    broker.enqueueBulk(Stream.of(CHARGE.with(card), CHARGE.with(card)));
  }

  private static List<String> filesWith(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> contains(file, text))
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  /** A byte is a character of this charset, and the WAL is 16 MB a file. */
  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
