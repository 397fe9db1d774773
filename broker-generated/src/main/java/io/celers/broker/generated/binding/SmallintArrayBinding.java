package io.celers.broker.generated.binding;

import org.jooq.impl.SQLDataType;

/** For {@code smallint[]}. */
public final class SmallintArrayBinding extends ArrayBinding<Short> {

  private static final long serialVersionUID = 1L;

  /** Has no state of its own; generated code makes one for each parameter. */
  public SmallintArrayBinding() {
    super("int2", SQLDataType.SMALLINT.array());
  }
}
