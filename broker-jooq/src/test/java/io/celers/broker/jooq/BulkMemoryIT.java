package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hundred megabytes through the bulk path, by a process whose heap could not hold them. */
class BulkMemoryIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final int TASKS = 100_000;
  private static final int BYTES = 1_000;

  @Test
  void hundredMegabytesNeedNoMoreThanFortyEight() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx48m",
            "-XX:+UseSerialGC",
            "-Dorg.jooq.no-logo=true",
            "-Dorg.jooq.no-tips=true",
            Producer.class.getName());
    // In the environment, because a class path can be longer than an argument may be.
    Map<String, String> environment = builder.environment();
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("PRODUCER_URL", db.database().jdbcUrl());
    environment.put("PRODUCER_USER", db.database().user());
    environment.put("PRODUCER_PASSWORD", db.database().password());

    Process producer = builder.redirectErrorStream(true).start();
    String output = new String(producer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(producer.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(producer.exitValue()).as(output).isZero();
    assertThat(output).contains("created " + TASKS);
    assertThat(db.dsl().fetchCount(CELERS_TASKS)).isEqualTo(TASKS);
    assertThat(db.broker().queue("bulk").dequeue(10)).hasSize(10);
  }

  /** Runs in a process of its own. */
  static final class Producer {

    private Producer() {}

    public static void main(String[] args) throws Exception {
      try (var connection =
          DriverManager.getConnection(
              System.getenv("PRODUCER_URL"),
              System.getenv("PRODUCER_USER"),
              System.getenv("PRODUCER_PASSWORD"))) {
        JooqBroker broker = JooqBroker.on(DSL.using(connection, SQLDialect.POSTGRES));
        TaskType<byte[]> blob = TaskType.ofBytes("blob");
        long created =
            broker.enqueueBulk(
                Stream.generate(
                        () -> blob.with(new byte[BYTES]).queue("bulk").header("trace", "00-ab"))
                    .limit(TASKS));
        System.out.println("created " + created);
      }
    }
  }
}
