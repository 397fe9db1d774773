package io.celers.broker.monitoring;

import java.util.List;
import java.util.Optional;

/**
 * What the broker's tables take, and how they are read.
 *
 * @param freshness when this was measured
 * @param tables in the order of their names
 */
public record StorageReport(Freshness freshness, List<TableStorage> tables) {

  /** Copies the list. */
  public StorageReport {
    tables = List.copyOf(tables);
  }

  /** One table; empty if the schema has none of that name. */
  public Optional<TableStorage> find(String table) {
    return tables.stream().filter(storage -> storage.name().equals(table)).findFirst();
  }

  /** Indexes that no query may use, because a build of them was interrupted or still goes on. */
  public List<IndexStorage> invalidIndexes() {
    return tables.stream().flatMap(table -> table.invalidIndexes().stream()).toList();
  }

  /** Indexes that nothing has used since the statistics were reset, and that no key needs. */
  public List<IndexStorage> unusedIndexes() {
    return tables.stream()
        .flatMap(table -> table.indexes().stream())
        .filter(IndexStorage::isUnused)
        .toList();
  }
}
