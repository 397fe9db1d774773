package io.celers.broker.generated.binding;

import org.jooq.impl.SQLDataType;

/** For {@code bigint[]}. */
public final class BigintArrayBinding extends ArrayBinding<Long> {

  private static final long serialVersionUID = 1L;

  /** Has no state of its own; generated code makes one for each parameter. */
  public BigintArrayBinding() {
    super("int8", SQLDataType.BIGINT.array());
  }
}
