package io.celers.broker.jooq.rules.offenders;

import io.celers.broker.jooq.internal.sql.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows internal types. */
public class LeakOffender {

  /** A field. */
  protected @Nullable Database field;

  /** A result. */
  public @Nullable Database returned() {
    return field;
  }

  /** A parameter. */
  public void taken(Database database) {
    field = database;
  }

  /** An argument of a type. */
  public List<Database> insideAList() {
    return List.of();
  }
}
