package io.celers.broker.jooq.internal.transfer;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** What the lines of a file are: tasks, dead letters or results. */
public interface Kind<R extends Record> {

  /** As the first line of a file and messages name it. */
  String name();

  /** Where the rows are. */
  Table<R> table();

  /** Their primary key. */
  Field<UUID> id();

  /** About how many bytes a row has, so that few large rows are read at once, or many small. */
  Field<Integer> size();

  /** The members of a line in their order; the key first. */
  List<Column<?>> columns();

  /** Fills in what follows from the members, and checks what concerns several of them. */
  void complete(R row) throws Refused;

  /**
   * Inserts those rows whose ids nothing has yet.
   *
   * @param rows in the order of their ids
   * @return ids of the inserted rows
   */
  Set<UUID> insert(DSLContext db, List<R> rows);

  /** Those of the rows whose ids are taken by something else. */
  List<UUID> conflicts(DSLContext db, Collection<R> rows);
}
