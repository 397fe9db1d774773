package io.celers.broker.jooq.internal.sql;

import static io.celers.broker.generated.Tables.CELERS_SCHEMA_VERSION;
import static org.jooq.impl.DSL.max;

import io.celers.broker.error.SchemaException;
import org.jooq.DSLContext;

/**
 * Looks once, before the first statement of a broker, whether this library knows the schema.
 *
 * <p>Shared by all views of one broker and safe for use by many threads: at worst two of them look.
 */
public final class SchemaCheck {

  /** Oldest schema that the statements of this library run on. */
  static final int OLDEST = 1;

  /** Newest schema that this library knows; a newer one may hold what it would misread. */
  static final int NEWEST = 1;

  private volatile boolean passed;

  /** Nothing is known yet. */
  public SchemaCheck() {}

  void ensure(DSLContext db, String schema) {
    if (passed) {
      return;
    }
    Integer version =
        db.select(max(CELERS_SCHEMA_VERSION.VERSION))
            .from(CELERS_SCHEMA_VERSION)
            .fetchSingle()
            .value1();
    if (version == null || version < OLDEST || version > NEWEST) {
      throw new SchemaException(
          "schema %s has version %s, this library knows %d to %d; %s"
              .formatted(
                  schema,
                  version == null ? "none" : version,
                  OLDEST,
                  NEWEST,
                  version != null && version > NEWEST
                      ? "use a newer library"
                      : "run BrokerSchema.migrate"),
          "",
          null);
    }
    passed = true;
  }
}
