package io.celers.broker.examples.basics;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BasicUsageIT {

  @Test
  void transcriptIsTheOneInTheReadMe() throws IOException {
    StringWriter transcript = new StringWriter();
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase()) {

      BasicUsage.run(database, new PrintWriter(transcript));
    }

    assertThat(transcript.toString().strip()).isEqualToNormalizingNewlines(expected().strip());
  }

  private static String expected() throws IOException {
    try (InputStream in = BasicUsageIT.class.getResourceAsStream("transcript.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
