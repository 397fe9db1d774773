package io.celers.broker.jooq.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hawkular.agent.prometheus.PrometheusScraper;
import org.hawkular.agent.prometheus.types.Counter;
import org.hawkular.agent.prometheus.types.Gauge;
import org.hawkular.agent.prometheus.types.Histogram;
import org.hawkular.agent.prometheus.types.Metric;
import org.hawkular.agent.prometheus.types.MetricFamily;

/** What comes over HTTP, read by a parser that is not ours. */
record Scrape(List<MetricFamily> families) {

  static Scrape of(PrometheusMeterRegistry registry) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] page = registry.scrape().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    try {
      String host = server.getAddress().getAddress().getHostAddress();
      URI page = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/metrics");
      return new Scrape(new PrometheusScraper(page.toURL()).scrape());
    } finally {
      server.stop(0);
    }
  }

  List<String> names() {
    return families.stream().map(MetricFamily::getName).sorted().toList();
  }

  double value(String name) {
    return value(name, Map.of());
  }

  double value(String name, Map<String, String> labels) {
    Metric metric = metric(name, labels);
    return metric instanceof Counter counter ? counter.getValue() : ((Gauge) metric).getValue();
  }

  /** How many of a histogram's values are up to this limit. */
  long bucket(String name, Map<String, String> labels, double upTo) {
    return ((Histogram) metric(name, labels))
        .getBuckets().stream()
            .filter(bucket -> bucket.getUpperBound() == upTo)
            .findFirst()
            .orElseThrow()
            .getCumulativeCount();
  }

  private Metric metric(String name, Map<String, String> labels) {
    List<Metric> metrics =
        families.stream()
            .filter(family -> family.getName().equals(name))
            .flatMap(family -> family.getMetrics().stream())
            .filter(metric -> metric.getLabels().equals(labels))
            .toList();
    assertThat(metrics).as(name + labels).hasSize(1);
    return metrics.get(0);
  }
}
