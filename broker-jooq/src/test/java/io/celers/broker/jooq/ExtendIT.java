package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Extension;
import io.celers.broker.delivery.NotHeld;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Extending leases that are held. */
class ExtendIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final NewTask<byte[]> TASK = TaskType.ofBytes("blob").with(new byte[] {1});

  @Test
  void newEndCountsFromNowAndIsReported() {
    Delivery delivery = claimed();
    db.clock().advance(Duration.ofMinutes(4));

    Instant before = db.clock().now().toInstant();
    Extension extension = db.broker().extend(delivery, Duration.ofMinutes(10));
    Instant after = db.clock().now().toInstant();

    Instant until = ((Extension.Extended) extension).until();
    assertThat(until)
        .isBetween(before.plus(Duration.ofMinutes(10)), after.plus(Duration.ofMinutes(10)));
    assertThat(db.task(delivery.id()).getVisibleAt().toInstant()).isEqualTo(until);
    assertThat(db.task(delivery.id()).getDeliveries()).isEqualTo(1);
  }

  @Test
  void extendedTaskIsNotDeliveredUntilTheNewEnd() {
    Delivery delivery = claimed();
    db.broker().extend(delivery, Duration.ofHours(1));

    db.clock().advance(Duration.ofMinutes(59));
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
    db.clock().advance(Duration.ofMinutes(1));

    assertThat(db.broker().queue("default").dequeue()).map(Delivery::id).contains(delivery.id());
  }

  @Test
  void leaseCanBeMadeShorter() {
    Delivery delivery = claimed();

    db.broker().extend(delivery, Duration.ofSeconds(1));
    db.clock().advance(Duration.ofSeconds(1));

    assertThat(db.broker().queue("default").dequeue()).map(Delivery::id).contains(delivery.id());
  }

  @Test
  void leaseThatEndedCanBeExtendedWhileNobodyTookTheTask() {
    Delivery delivery = claimed();
    db.clock().advance(Duration.ofHours(1));

    assertThat(db.broker().extend(delivery, Duration.ofHours(1)))
        .isInstanceOf(Extension.Extended.class);
    assertThat(db.broker().queue("default").dequeue()).isEmpty();
  }

  @Test
  void groupIsOneStatementInTheOrderGiven() {
    db.broker().enqueueAll(Collections.nCopies(100, TASK));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());
    List<Delivery> deliveries = new ArrayList<>(broker.queue("default").dequeue(100));
    Collections.shuffle(deliveries);
    List<Extension> outcomes = new ArrayList<>();

    int statements =
        counter.during(() -> outcomes.addAll(broker.extendAll(deliveries, Duration.ofHours(1))));

    assertThat(statements).isEqualTo(1);
    assertThat(outcomes)
        .extracting(Extension::id)
        .containsExactlyElementsOf(deliveries.stream().map(Delivery::id).toList());
    assertThat(outcomes).allMatch(Extension.Extended.class::isInstance);
    assertThat(counter.during(() -> broker.extendAll(List.of(), Duration.ofHours(1)))).isZero();
  }

  @Test
  void sameDeliveryTwiceAndTwoReceiptsOfOneTaskAreToldApart() {
    Delivery stale = claimed();
    db.clock().advance(Duration.ofMinutes(5));
    Delivery current = db.broker().queue("default").dequeue().orElseThrow();

    List<Extension> outcomes =
        db.broker().extendAll(List.of(current, stale, current), Duration.ofHours(1));

    assertThat(outcomes.get(0)).isInstanceOf(Extension.Extended.class).isEqualTo(outcomes.get(2));
    assertThat(outcomes.get(1)).isEqualTo(new NotHeld.LeaseLost(stale.id()));
  }

  @Test
  void wrongLeasesAreRefused() {
    Delivery delivery = claimed();

    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(3_653))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> db.broker().extend(delivery, wrong))
          .withMessage("lease must be above zero and at most PT87648H, was " + wrong);
    }
    assertThat(db.broker().extend(delivery, Duration.ofDays(3_652)))
        .isInstanceOf(Extension.Extended.class);
  }

  private static Delivery claimed() {
    db.broker().enqueue(TASK);
    return db.broker().queue("default").dequeue().orElseThrow();
  }
}
