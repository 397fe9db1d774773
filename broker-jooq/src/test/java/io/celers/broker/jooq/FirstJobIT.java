package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.delivery.Delivery;
import io.celers.broker.delivery.Settlement;
import io.celers.broker.delivery.Settlement.Fate;
import io.celers.broker.generated.enums.CelersTaskState;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole way of one task, and that the test kit does what it says. */
class FirstJobIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<String> GREET = TaskType.of("greet", String.class);

  @Test
  void taskIsEnqueuedDeliveredDecodedAndAcknowledged() {
    UUID id = db.broker().enqueue(GREET.with("Ada")).id();
    Delivery delivery = db.broker().queue("default").dequeue().orElseThrow();

    String name = db.broker().payload(delivery, GREET).orElseThrow();
    Settlement settlement = db.broker().ack(delivery);

    assertThat(name).isEqualTo("Ada");
    assertThat(delivery.id()).isEqualTo(id);
    assertThat(settlement).isEqualTo(new Settlement.Settled(id, Fate.COMPLETED));
    assertThat(db.task(id).getState()).isEqualTo(CelersTaskState.completed);
  }

  @Test
  void clockMovesForTheDatabaseAlone() {
    UUID id = db.broker().enqueue(GREET.with("Ada").after(Duration.ofDays(1))).id();
    assertThat(db.broker().queue("default").dequeue()).isEmpty();

    db.clock().advance(Duration.ofDays(1));

    assertThat(db.broker().queue("default").dequeue()).map(Delivery::id).contains(id);
  }
}
