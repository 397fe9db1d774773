package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.generated.tables.records.CelersTasksRecord;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** At a time, after a delay, not after an expiry: all by the clock of the database. */
class DueTimeIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void delayedTaskIsInvisibleUntilItsTime() {
    UUID id = db.broker().enqueue(TASK.after(Duration.ofHours(1))).id();

    db.clock().advance(Duration.ofMinutes(59));
    assertThat(dequeue()).isEmpty();
    db.clock().advance(Duration.ofMinutes(1));

    assertThat(dequeue()).map(Delivery::id).contains(id);
  }

  @Test
  void delayCountsFromTheDatabasesClock() {
    db.clock().advance(Duration.ofDays(100));

    CelersTasksRecord row = db.task(db.broker().enqueue(TASK.after(Duration.ofNanos(1_500))).id());

    assertThat(row.getCreatedAt()).isAfter(db.clock().now().minusMinutes(1));
    assertThat(row.getVisibleAt()).isEqualTo(row.getCreatedAt().plus(2, ChronoUnit.MICROS));
    assertThat(row.getScheduledAt()).isEqualTo(row.getVisibleAt());
  }

  @Test
  void momentIsKeptToTheMicrosecondAndNeverEarly() {
    Instant moment = db.clock().now().toInstant().plusSeconds(600).truncatedTo(ChronoUnit.MICROS);

    CelersTasksRecord exact = db.task(db.broker().enqueue(TASK.at(moment)).id());
    CelersTasksRecord between = db.task(db.broker().enqueue(TASK.at(moment.plusNanos(1))).id());

    assertThat(exact.getVisibleAt().toInstant()).isEqualTo(moment);
    assertThat(between.getVisibleAt().toInstant()).isEqualTo(moment.plus(1, ChronoUnit.MICROS));
  }

  @Test
  void momentIsReachedByTheDatabasesClockAlone() {
    Instant tomorrow = db.clock().now().toInstant().plus(Duration.ofDays(1));
    UUID id = db.broker().enqueue(TASK.at(tomorrow)).id();

    db.clock().advance(Duration.ofDays(1).minusSeconds(30));
    assertThat(dequeue()).isEmpty();
    db.clock().advance(Duration.ofSeconds(30));

    assertThat(dequeue()).map(Delivery::id).contains(id);
  }

  @Test
  void negativeDelayIsNow() {
    CelersTasksRecord row = db.task(db.broker().enqueue(TASK.after(Duration.ofDays(-9))).id());

    assertThat(row.getVisibleAt()).isEqualTo(row.getCreatedAt());
    assertThat(row.getScheduledAt()).isEqualTo(row.getCreatedAt());
    assertThat(dequeue()).isPresent();
  }

  @Test
  void momentInThePastIsKeptButDueNow() {
    Instant past = Instant.parse("0001-01-01T00:00:00Z");

    CelersTasksRecord row = db.task(db.broker().enqueue(TASK.at(past)).id());

    assertThat(row.getScheduledAt().toInstant()).isEqualTo(past);
    assertThat(row.getVisibleAt()).isEqualTo(row.getCreatedAt());
    assertThat(dequeue().orElseThrow().scheduledAt()).isEqualTo(past);
  }

  @Test
  void lastMomentsOfAllAreStored() {
    Instant end = Instant.parse("9999-12-31T23:59:59.999999Z");

    UUID id = db.broker().enqueue(TASK.at(end).expiresAt(end)).id();

    assertThat(db.task(id).getVisibleAt().toInstant()).isEqualTo(end);
    assertThat(db.task(id).getExpiresAt().toInstant()).isEqualTo(end);
  }

  @Test
  void longestDelayIsStored() {
    CelersTasksRecord row =
        db.task(
            db.broker()
                .enqueue(TASK.after(Duration.ofDays(3_652)).expiresAfter(Duration.ofDays(3_652)))
                .id());

    Instant created = row.getCreatedAt().toInstant();
    assertThat(row.getVisibleAt().toInstant()).isEqualTo(created.plus(Duration.ofDays(3_652)));
    assertThat(row.getExpiresAt().toInstant()).isEqualTo(created.plus(Duration.ofDays(3_652)));
  }

  @Test
  void bothFormsOfExpiryAreStored() {
    Instant moment = Instant.parse("2100-01-01T00:00:00Z");

    CelersTasksRecord at = db.task(db.broker().enqueue(TASK.expiresAt(moment)).id());
    CelersTasksRecord after =
        db.task(db.broker().enqueue(TASK.expiresAfter(Duration.ofMinutes(3))).id());

    assertThat(at.getExpiresAt().toInstant()).isEqualTo(moment);
    assertThat(after.getExpiresAt()).isEqualTo(after.getCreatedAt().plusMinutes(3));
  }

  private static Optional<Delivery> dequeue() {
    return db.broker().queue("default").dequeue();
  }
}
