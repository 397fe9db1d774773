package io.celers.broker.jooq.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A secret that is put everywhere, and must come out nowhere. Listens to the log of each test. */
public final class Canary implements BeforeEachCallback, AfterEachCallback {

  private static final Logger LOG = LoggerFactory.getLogger(Canary.class);

  static final String CANARY = "canary-4711-secret";

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream err = System.err;

  @Override
  public void beforeEach(ExtensionContext context) {
    log.reset();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    System.setErr(err);
  }

  /** What was logged since the test began. */
  public String logged() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Neither into the log nor into names of threads. */
  void assertNothingLeaked() {
    LOG.warn("this is heard");
    assertThat(logged()).contains("this is heard");
    assertSecret(logged());
    assertThat(Thread.getAllStackTraces().keySet())
        .allSatisfy(thread -> assertSecret(thread.getName()));
  }

  /** With all its causes and what it suppressed. */
  static void assertSecret(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    assertSecret(text.toString());
  }

  static void assertSecret(String text) {
    byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
    assertThat(text)
        .doesNotContain(CANARY)
        .doesNotContain(HexFormat.of().formatHex(bytes))
        .doesNotContain(Base64.getEncoder().encodeToString(bytes));
  }
}
