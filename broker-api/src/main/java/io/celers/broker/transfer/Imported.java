package io.celers.broker.transfer;

import java.util.List;
import java.util.UUID;

/**
 * What an import has done, so far or in all.
 *
 * @param created rows that are there now because of it
 * @param present rows that were there already, perhaps further on in their lives by now; left alone
 * @param conflicting rows whose id is taken by something else; left alone
 * @param conflicts ids of the first {@value #MAX_CONFLICTS} conflicting rows
 */
public record Imported(long created, long present, long conflicting, List<UUID> conflicts) {

  /** Most conflicting ids that are told. */
  public static final int MAX_CONFLICTS = 100;

  /** Nothing yet. */
  public static final Imported NONE = new Imported(0, 0, 0, List.of());

  /** Copies the ids. */
  public Imported {
    conflicts = List.copyOf(conflicts);
  }

  /** All rows that were dealt with. */
  public long rows() {
    return created + present + conflicting;
  }
}
