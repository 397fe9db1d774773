package io.celers.broker.examples.benchmark.operations;

import io.celers.broker.examples.benchmark.run.Bench;
import io.celers.broker.examples.benchmark.run.BrokerDatabase;
import io.celers.broker.examples.benchmark.run.Figure;
import io.celers.broker.examples.benchmark.run.Plan;
import io.celers.broker.examples.benchmark.run.PlanRecorder;
import io.celers.broker.examples.benchmark.run.Side;
import io.celers.broker.jooq.JooqBroker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes one call after the other on tables that were filled before. */
public final class Operator implements Side {

  private static final int CONNECTIONS = 4;

  /** Of two million tasks a hundred thousand are dead letters besides. */
  private static final int TASKS_PER_DEAD_LETTER = 20;

  private final BrokerDatabase database;
  private final Samples samples;
  private final Instant begun;
  private final List<OperatorCalls.Call> calls;

  /** Fills the tables: twice as many rows as the scale says, pending and finished each. */
  public Operator(Bench bench) {
    database = bench.brokerDatabase("celers", CONNECTIONS);
    begun = database.broker().monitoring().queues().freshness().measuredAt();
    long count = 2L * bench.scale().rows();
    TaskTable table = new TaskTable(database);
    table.addFinished(count);
    table.addDeadLetters(Math.max(100, count / TASKS_PER_DEAD_LETTER));
    table.addPending(count);
    samples = Samples.make(database);
    table.tidy();
    calls = new OperatorCalls(database.broker(), samples, begun).all();
  }

  @Override
  public List<Figure> round() {
    List<Figure> figures = new ArrayList<>();
    for (OperatorCalls.Call call : calls) {
      long before = System.nanoTime();
      call.run().run();
      figures.add(Figure.time(call.name(), System.nanoTime() - before));
    }
    return figures;
  }

  // By a broker that listens, so that the timed one is as it is.
  @Override
  public List<Plan> plans() {
    PlanRecorder recorder = new PlanRecorder();
    JooqBroker recorded = JooqBroker.on(recorder.on(database.db()));
    return new OperatorCalls(recorded, samples, begun)
        .all().stream().map(call -> recorder.of(call.name(), database.db(), call.run())).toList();
  }

  @Override
  public void close() {
    database.close();
  }
}
