package io.celers.broker.jooq.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.HandlerLimits;
import io.celers.broker.worker.Worker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Claims that fail in the midst of others. */
class ClaimTroubleIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final TaskType<byte[]> FIRST = TaskType.ofBytes("first");
  private static final TaskType<byte[]> SECOND = TaskType.ofBytes("second");

  private final Recorder recorder = new Recorder();

  @Test
  void whatAnEarlierStatementClaimedIsRunAlthoughALaterOneFails() {
    db.broker().enqueue(FIRST.with(new byte[] {1}));

    try (Worker worker =
        JooqBroker.builder(refusingTheSecondClaim())
            .build()
            .worker()
            .handle(FIRST, (bytes, task) -> {})
            .handle(SECOND, (bytes, task) -> {})
            .limit(FIRST, HandlerLimits.NONE.withConcurrency(1))
            .limit(SECOND, HandlerLimits.NONE.withConcurrency(1))
            .listener(recorder)
            .start()) {
      recorder.awaitSettled(1);
      assertThat(worker.inHand()).isZero();
    }

    assertThat(recorder.failedClaims).hasPositiveValue();
    assertThat(recorder.started).hasSize(1).allMatch(delivery -> delivery.deliveries() == 1);
  }

  /** The second connection that the claiming thread asks for is refused. */
  private static DataSource refusingTheSecondClaim() {
    AtomicInteger claims = new AtomicInteger();
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getConnection")
                  && Thread.currentThread().getName().endsWith("-claims")
                  && claims.incrementAndGet() == 2) {
                throw new SQLException("no connection, as tests want it", "08001");
              }
              try {
                return method.invoke(db.dataSource(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
