package io.celers.broker.generated.binding;

import java.util.Arrays;
import org.jooq.JSONB;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** For {@code jsonb[]}, which the driver sends as text. */
public final class JsonbArrayBinding extends ArrayBinding<JSONB> {

  private static final long serialVersionUID = 1L;

  /** Has no state of its own; generated code makes one for each parameter. */
  public JsonbArrayBinding() {
    super("jsonb", SQLDataType.JSONB.array());
  }

  @Override
  Object[] toDriver(JSONB[] value) {
    return Arrays.stream(value).map(JsonbArrayBinding::text).toArray(String[]::new);
  }

  private static @Nullable String text(@Nullable JSONB json) {
    return json == null ? null : json.data();
  }
}
