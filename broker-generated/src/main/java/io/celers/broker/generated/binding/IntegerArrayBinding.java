package io.celers.broker.generated.binding;

import org.jooq.impl.SQLDataType;

/** For {@code integer[]}. */
public final class IntegerArrayBinding extends ArrayBinding<Integer> {

  private static final long serialVersionUID = 1L;

  /** Has no state of its own; generated code makes one for each parameter. */
  public IntegerArrayBinding() {
    super("int4", SQLDataType.INTEGER.array());
  }
}
