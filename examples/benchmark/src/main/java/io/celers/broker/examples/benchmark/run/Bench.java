package io.celers.broker.examples.benchmark.run;

/** What contenders are opened on: the server, and how much to measure. */
public record Bench(BenchmarkServer server, Scale scale, Payloads payloads) {

  /** With payloads of 100 bytes. */
  public static Bench of(BenchmarkServer server, Scale scale) {
    return new Bench(server, scale, new Payloads());
  }

  /**
   * An empty database with a pool, dropped when it is closed.
   *
   * @param name lower case letters, digits and underscores; of each name there is one at a time
   */
  public BenchmarkDatabase database(String name, int connections) {
    return server.newDatabase(name, connections);
  }

  /** As {@link #database}, with this broker's tables in it. */
  public BrokerDatabase brokerDatabase(String name, int connections) {
    return BrokerDatabase.in(database(name, connections));
  }
}
