package io.celers.broker.jooq.rules.offenders;

import org.jooq.Context;
import org.jooq.impl.CustomCondition;

/** Writes SQL into the rendering. */
@SuppressWarnings("serial") // never serialized
public final class RenderOffender extends CustomCondition {

  @Override
  public void accept(Context<?> context) {
    context.sql("true");
  }
}
