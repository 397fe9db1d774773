/** Classes generated from the migrated schema, for typed queries on the broker's tables. */
@SuppressWarnings("module") // javac cannot see the friend, which is compiled later
module io.celers.broker.generated {
  requires transitive org.jooq;
  // annotations only: the one that marks generated code (the generator keeps its version in it),
  // and those for nullness
  requires static transitive java.compiler;
  requires static transitive org.jspecify;

  exports io.celers.broker.generated;
  exports io.celers.broker.generated.binding;
  exports io.celers.broker.generated.enums;
  exports io.celers.broker.generated.routines;
  exports io.celers.broker.generated.tables;
  exports io.celers.broker.generated.tables.records;

  // of PostgreSQL's own catalogue, only what the broker itself reads
  exports io.celers.broker.generated.system to
      io.celers.broker.jooq;
  exports io.celers.broker.generated.system.tables to
      io.celers.broker.jooq;
}
