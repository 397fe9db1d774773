package io.celers.broker.examples.benchmark.run;

import org.jooq.ExecuteListener;

/** What contenders are opened on: the server, and how much to measure. */
public record Bench(BenchmarkServer server, Scale scale) {

  /**
   * An empty database with a pool, dropped when it is closed.
   *
   * @param name lower case letters, digits and underscores; of each name there is one at a time
   */
  public BenchmarkDatabase database(String name, int connections) {
    return server.newDatabase(name, connections);
  }

  /** As {@link #database}, with this broker's tables in it. */
  public BrokerDatabase brokerDatabase(String name, int connections, ExecuteListener... listeners) {
    return BrokerDatabase.on(server.newBrokerDatabase(name, connections), listeners);
  }
}
