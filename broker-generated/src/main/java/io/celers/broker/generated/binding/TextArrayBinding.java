package io.celers.broker.generated.binding;

import org.jooq.impl.SQLDataType;

/** For {@code text[]}. */
public final class TextArrayBinding extends ArrayBinding<String> {

  private static final long serialVersionUID = 1L;

  /** Has no state of its own; generated code makes one for each parameter. */
  public TextArrayBinding() {
    super("text", SQLDataType.CLOB.array());
  }
}
