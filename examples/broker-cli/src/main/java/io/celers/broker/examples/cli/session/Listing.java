package io.celers.broker.examples.cli.session;

import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.query.Cursor;
import io.celers.broker.query.Page;
import io.celers.broker.query.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a list. */
public final class Listing {

  @Option(
      names = "--limit",
      paramLabel = "1..1000",
      description = "Most items. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "What comes after this id, with which the list before ended.")
  private @Nullable UUID after;

  /** Made by picocli. */
  public Listing() {}

  /**
   * What was found.
   *
   * @param cursor where the list ended
   * @param exhausted whether nothing comes after
   */
  public record Found<T>(List<T> items, Optional<Cursor> cursor, boolean exhausted) {

    /** For programs: how to go on. */
    public Row rest() {
      return Row.of("cursor", cursor).with("exhausted", exhausted);
    }

    /** For people: how many there are, and how to go on. */
    public List<String> summary(String count) {
      return List.of(
          exhausted || cursor.isEmpty() ? count : count + ", more with --after " + cursor.get());
    }
  }

  /**
   * Reads pages until there are enough items. Each page looks at a bounded number of rows only, so
   * there may be few or none on it although more come after.
   */
  public <T, R> Found<R> find(Function<Page, Slice<T>> list, Function<T, R> row) {
    List<R> items = new ArrayList<>();
    Optional<Cursor> cursor = Optional.ofNullable(after).map(Cursor::new);
    boolean exhausted = false;
    while (items.size() < limit && !exhausted) {
      Slice<T> slice = list.apply(new Page(cursor, limit - items.size()));
      slice.items().forEach(item -> items.add(row.apply(item)));
      cursor = slice.cursor().or(() -> Optional.ofNullable(after).map(Cursor::new));
      exhausted = slice.exhausted() || slice.cursor().isEmpty();
    }
    return new Found<>(items, cursor, exhausted);
  }
}
