package io.celers.broker.jooq.internal.sql;

import static io.celers.broker.generated.Tables.CELERS_SCHEMA_VERSION;
import static io.celers.broker.generated.system.Routines.currentSetting1;
import static org.jooq.impl.DSL.max;

import io.celers.broker.error.SchemaException;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks once, before the first statement of a broker, whether this library and the schema suit each
 * other. A newer schema may say itself that older libraries can still use it: so a library works on
 * while its successor is rolled out, and can be put back.
 *
 * <p>Shared by all views of one broker and safe for use by many threads: at worst two of them look.
 */
public final class SchemaCheck {

  /** Oldest schema that the statements of this library run on. */
  static final int OLDEST = 1;

  /** The schema that this library was made for; a newer one has to say that it may be used. */
  static final int NEWEST = 1;

  /** Any other has no place for most of the characters that names, headers and errors may have. */
  private static final String ENCODING = "UTF8";

  private volatile boolean passed;
  private volatile boolean outgrown;

  /** Nothing is known yet. */
  public SchemaCheck() {}

  /** Which schema it is, null if it does not say, and the encoding of its database. */
  private record Found(@Nullable Integer version, @Nullable Integer oldestClient, String encoding) {

    static Found in(DSLContext db) {
      return db.select(
              max(CELERS_SCHEMA_VERSION.VERSION),
              max(CELERS_SCHEMA_VERSION.OLDEST_CLIENT),
              currentSetting1("server_encoding"))
          .from(CELERS_SCHEMA_VERSION)
          .fetchSingle(row -> new Found(row.value1(), row.value2(), row.value3()));
    }

    boolean isTooOld() {
      return version == null || version < OLDEST;
    }

    boolean isTooNew() {
      return oldestClient != null && oldestClient > NEWEST;
    }

    boolean isOfAnotherEncoding() {
      return !encoding.equals(ENCODING);
    }

    SchemaException refusalOfTheEncoding(String schema) {
      return new SchemaException(
          "schema %s lies in a database with the encoding %s, and needs %s: use another database"
              .formatted(schema, encoding, ENCODING),
          "",
          null);
    }

    SchemaException refusal(String schema) {
      return new SchemaException(
          "schema %s has version %s and is for libraries from %s on, this one is %d and needs %d or later; %s"
              .formatted(
                  schema,
                  version == null ? "none" : version,
                  oldestClient == null ? "none" : oldestClient,
                  NEWEST,
                  OLDEST,
                  isTooNew() ? "use a newer library" : "run BrokerSchema.migrate"),
          "",
          null);
    }
  }

  void ensure(DSLContext db, String schema) {
    if (passed && !outgrown) {
      return;
    }
    Found found = Found.in(db);
    if (found.isTooOld() || found.isTooNew()) {
      throw found.refusal(schema);
    }
    if (found.isOfAnotherEncoding()) {
      throw found.refusalOfTheEncoding(schema);
    }
    passed = true;
    outgrown = false;
  }

  /**
   * Looks again, for who has been running for a while.
   *
   * @return why this library must stop; from then on every statement of the broker is refused
   */
  Optional<SchemaException> outgrown(DSLContext db, String schema) {
    Found found = Found.in(db);
    if (!found.isTooNew()) {
      return Optional.empty();
    }
    outgrown = true;
    return Optional.of(found.refusal(schema));
  }
}
