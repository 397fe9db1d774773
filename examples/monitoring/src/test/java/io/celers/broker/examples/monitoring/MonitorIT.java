package io.celers.broker.examples.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Rejection;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.NewTask;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.jline.utils.AttributedString;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorIT {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void demonstrationIsShownAndDrawn() throws IOException {
    Path chart = folder.resolve("run.png");
    StringWriter out = new StringWriter();

    int exitCode =
        Monitor.commandLine(new CountDownLatch(1))
            .setOut(new PrintWriter(out))
            .execute("--for", "3s", "--every", "100ms", "--plain", "--record", chart.toString());

    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .contains("up  PostgreSQL", "in/s", "wait p50", "images", "health: ", "advice: ")
        .contains("chart: " + chart);
    BufferedImage image = ImageIO.read(chart.toFile());
    assertThat(image.getWidth()).isEqualTo(900);
    assertThat(image.getHeight()).isEqualTo(900);
  }

  @Test
  void frameTellsWhatIsInTheQueuesAndWhoWorksOnThem() {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase();
        JooqBroker broker =
            JooqBroker.builder(DSL.using(database.dataSource(), SQLDialect.POSTGRES))
                .workerId("worker-1")
                .build()) {
      for (int i = 0; i < 4; i++) {
        broker.enqueue(NewTask.ofBytes("task", new byte[0]).queue("mail"));
      }
      List<Delivery> deliveries = broker.queue("mail").dequeue(3);
      broker.ack(deliveries.get(0));
      broker.reject(deliveries.get(1), Rejection.deadLetter("broken"));

      String frame = frame(Sample.of(broker, WINDOW));

      // pending, held, done, dead
      assertThat(frame).containsPattern("mail +1 +1 +1 +1 ");
      assertThat(frame).containsPattern("worker-1 +1 ");
      assertThat(frame).contains("health: ", "advice: ");
    }
  }

  @Test
  void namesFromTheDatabaseCannotWriteToTheTerminal() {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase();
        JooqBroker broker = JooqBroker.on(DSL.using(database.dataSource(), SQLDialect.POSTGRES))) {
      broker.enqueue(NewTask.ofBytes("task", new byte[0]).queue("evil\u001b[2J"));

      String frame = frame(Sample.of(broker, WINDOW));

      assertThat(frame).contains("evil?[2J").doesNotContain("\u001b");
    }
  }

  private static String frame(Sample sample) {
    return String.join("\n", Frame.lines(sample).stream().map(AttributedString::toString).toList());
  }
}
