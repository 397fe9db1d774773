package io.celers.broker.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jooq.Record;
import org.jooq.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShowOrdersIT {

  @ParameterizedTest
  @CsvSource({"shop_demo,celers", "celers,shop", "both,both"})
  void ordersAndTasksAreShownSideBySide(String schema, String brokerSchema) {
    StringWriter output = new StringWriter();
    try (TestDatabase database = ThrowawayPostgres.shared().emptyDatabase()) {
      Shop shop = Shop.open(database.dataSource(), schema, brokerSchema);

      ShowOrders.run(shop, new PrintWriter(output));

      assertThat(lines(shop.report().orders()))
          .containsExactly(
              "1 Ada 42.00 dead letter 4 1 no such address",
              "2 Grace 250.00 completed 7 1 null",
              "3 Alan 7.50 pending 4 1 mail server is down",
              "5 Barbara 310.00 completed 7 1 null",
              "6 Donald 64.00 processing 4 1 null",
              "7 Frances 15.20 cancelled 4 1 order was withdrawn",
              "8 Kathleen 88.00 pending 4 0 null");
      assertThat(lines(shop.report().totals()))
          .containsExactlyInAnyOrder(
              "cancelled 1 15.20",
              "completed 2 560.00",
              "dead letter 1 42.00",
              "pending 2 95.50",
              "processing 1 64.00");
    }
    assertThat(output.toString()).contains("refused: no credit for 99999.00 of Edsger");
  }

  private static List<String> lines(Result<? extends Record> result) {
    return result.stream()
        .map(row -> row.intoList().stream().map(String::valueOf).toList())
        .map(values -> String.join(" ", values))
        .toList();
  }
}
