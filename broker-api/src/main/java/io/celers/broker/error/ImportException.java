package io.celers.broker.error;

import io.celers.broker.transfer.Imported;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file cannot be imported as it is: it is no such file, a line is broken, or a part is missing.
 *
 * <p>Nothing was written of the batch that the line is in; the batches before it stay, unless they
 * are rolled back with the caller's transaction. To go on, mend the file and import it again as a
 * whole: what is there already is left alone. The message tells the place, never the content.
 */
public final class ImportException extends BrokerException {

  private static final long serialVersionUID = 1L;

  private final long line;
  private final @Nullable String field;
  private final transient @Nullable Imported imported;

  /** Made by the broker. */
  public ImportException(long line, @Nullable String field, String reason, Imported imported) {
    super("line %d%s: %s".formatted(line, field == null ? "" : ", field " + field, reason), null);
    this.line = line;
    this.field = field;
    this.imported = imported;
  }

  /** Number of the line, from 1. */
  public long line() {
    return line;
  }

  /** The field; empty if it is about the line or the file as a whole. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** What was imported before. */
  public Imported imported() {
    return imported == null ? Imported.NONE : imported;
  }
}
