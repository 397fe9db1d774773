package io.celers.broker.examples.spring;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.worker.Worker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes invoices as long as the application runs.
 *
 * <p>In the default phase it starts last of all, when the web server answers, and is stopped first,
 * long before the pool of connections is closed.
 */
@Component
class InvoiceWorker implements SmartLifecycle {

  /** Less than the 30 s that Spring waits for a phase to stop. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final JooqBroker broker;
  private final Invoices invoices;
  private @Nullable Worker worker;

  InvoiceWorker(JooqBroker broker, Invoices invoices) {
    this.broker = broker;
    this.invoices = invoices;
  }

  // On Boot's context a transaction of the broker is one of Spring's: what the service writes and
  // the end of the task are committed together. Guarded by OrdersOverHttpIT.
  @Override
  public synchronized void start() {
    worker =
        broker
            .worker()
            .handleInTransaction(
                MakeInvoice.TYPE, (tx, invoice, task) -> invoices.issue(invoice.orderId()))
            .concurrency(8)
            .closeTimeout(CLOSE_TIMEOUT)
            .start();
  }

  /** Returns when running handlers have ended, and what was only prefetched is given back. */
  @Override
  public synchronized void stop() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return worker != null;
  }
}
