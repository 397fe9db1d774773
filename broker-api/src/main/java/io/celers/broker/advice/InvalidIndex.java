package io.celers.broker.advice;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An index that PostgreSQL has marked as invalid: writes still pay for it, and nothing reads it.
 *
 * <p>PostgreSQL's manual (CREATE INDEX, REINDEX): a concurrent build that was interrupted leaves
 * one. Where it was to replace an index, its name ends in {@code _ccnew}, or in {@code _ccold} if
 * it was the old one that was still to be dropped: the index of the plain name is good, and the
 * remnant can go. Any other is to be built again.
 *
 * @param index its name
 */
public record InvalidIndex(Relation index) implements Measurement {

  private static final Pattern REMNANT = Pattern.compile(".*_cc(new|old)[0-9]*");

  /** Whether it is a remnant of a REINDEX CONCURRENTLY, beside the index that serves. */
  public boolean isRemnant() {
    return REMNANT.matcher(index.name()).matches();
  }

  @Override
  public Finding finding() {
    return new Finding(
        "invalid-index",
        "index " + index.name(),
        Severity.WARNING,
        List.of(),
        isRemnant()
            ? "Drop this index, unless it is being built right now: it is what an interrupted"
                + " REINDEX CONCURRENTLY left, and only costs writes."
            : "Build this index again, unless it is being built right now: nothing reads it as it"
                + " is.",
        List.of(
            new Remedy.Sql(
                (isRemnant() ? "DROP INDEX CONCURRENTLY " : "REINDEX INDEX CONCURRENTLY ")
                    + index.quoted())));
  }
}
