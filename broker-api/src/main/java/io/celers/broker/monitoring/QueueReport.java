package io.celers.broker.monitoring;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is in the queues.
 *
 * @param freshness how old the figures are
 * @param queues in the order of their names
 */
public record QueueReport(Freshness freshness, List<QueueFigures> queues) {

  /** Copies the list. */
  public QueueReport {
    queues = List.copyOf(queues);
  }

  /** The figures of one queue; empty if nothing is known of it. */
  public Optional<QueueFigures> find(String queue) {
    return queues.stream().filter(figures -> figures.queue().equals(queue)).findFirst();
  }

  /** One figure over all queues, as in {@code report.total(QueueFigures::pending)}. */
  public Count total(Function<QueueFigures, Count> figure) {
    return queues.stream().map(figure).reduce(Count.exactly(0), Count::plus);
  }
}
