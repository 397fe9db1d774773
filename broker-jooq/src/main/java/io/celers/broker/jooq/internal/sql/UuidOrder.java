package io.celers.broker.jooq.internal.sql;

import com.fasterxml.uuid.UUIDComparator;
import java.util.Comparator;
import java.util.UUID;

/** UUIDs as PostgreSQL orders them; {@link UUID#compareTo} compares signed halves. */
public final class UuidOrder {

  /** Byte by byte. */
  public static final Comparator<UUID> AS_STORED = new UUIDComparator();

  private UuidOrder() {}
}
