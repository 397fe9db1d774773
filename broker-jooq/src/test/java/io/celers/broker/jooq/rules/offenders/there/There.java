package io.celers.broker.jooq.rules.offenders.there;

import io.celers.broker.jooq.rules.offenders.here.Here;
import java.util.List;

/** The other half of a cycle. */
public record There(List<Here> here) {

  /** Returns one. */
  public Here first() {
    return here.get(0);
  }
}
