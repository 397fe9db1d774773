package io.celers.broker.testdb;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of the build: a system property, else the environment variable of the same name. */
final class Settings {

  private Settings() {}

  /**
   * Finds {@code -Dbroker.postgres.image=..} or {@code BROKER_POSTGRES_IMAGE=..} for {@code
   * broker.postgres.image}.
   *
   * @return the value; empty if it is set nowhere or blank
   */
  static Optional<String> find(String name) {
    return present(System.getProperty(name))
        .or(() -> present(System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'))));
  }

  private static Optional<String> present(@Nullable String value) {
    return Optional.ofNullable(value).map(String::strip).filter(v -> !v.isEmpty());
  }
}
