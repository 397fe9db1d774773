package io.celers.broker.generated.binding;

import java.util.UUID;
import org.jooq.impl.SQLDataType;

/** For {@code uuid[]}, which the driver sends as text. */
public final class UuidArrayBinding extends ArrayBinding<UUID> {

  private static final long serialVersionUID = 1L;

  /** Has no state of its own; generated code makes one for each parameter. */
  public UuidArrayBinding() {
    super("uuid", SQLDataType.UUID.array());
  }
}
