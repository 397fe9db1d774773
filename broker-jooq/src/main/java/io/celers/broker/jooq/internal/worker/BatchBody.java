package io.celers.broker.jooq.internal.worker;

import io.celers.broker.codec.Payload;
import io.celers.broker.jooq.worker.TransactionalBatchHandler;
import io.celers.broker.task.TaskType;
import io.celers.broker.worker.BatchItem;
import io.celers.broker.worker.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Configuration;

/** Gives a handler those of a batch whose payloads can be read, and settles all of them. */
record BatchBody<P>(WorkerContext context, TaskType<P> type, TransactionalBatchHandler<P> handler)
    implements TransactionalWork.Body {

  @Override
  public List<Outcome> execute(Configuration tx, List<HeldTask> tasks) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    List<BatchItem<P>> batch = new ArrayList<>();
    for (HeldTask task : tasks) {
      Payload<P> payload = context.codecs().decode(task.delivery(), type);
      if (payload instanceof Payload.Undecodable<P> undecodable) {
        outcomes.add(new Outcome.Rejected(context.undecodable().apply(undecodable)));
      } else {
        outcomes.add(Outcome.done());
        batch.add(new BatchItem<>(payload.orElseThrow(), task));
      }
    }
    if (!batch.isEmpty()) {
      handler.handle(tx, List.copyOf(batch));
    }
    return outcomes;
  }
}
