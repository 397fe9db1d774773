package io.celers.broker.jooq.internal.sql;

/**
 * Carries an exception of the caller's own code, which a statement called back, past the
 * translation of database errors: it is thrown as it was, even if it has an SQLException among its
 * causes.
 */
public final class CallersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RuntimeException thrown;

  /** Carries this one. */
  public CallersException(RuntimeException thrown) {
    super(thrown);
    this.thrown = thrown;
  }

  RuntimeException thrown() {
    return thrown;
  }
}
