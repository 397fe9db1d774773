package io.celers.broker.examples.basics;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
    String readMe = Files.readString(Path.of("..", "README.md"));
    int begin = readMe.indexOf("== Enqueue");
    return readMe.substring(begin, readMe.indexOf("```", begin));
  }
}
