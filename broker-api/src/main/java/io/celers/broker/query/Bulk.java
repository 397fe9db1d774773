package io.celers.broker.query;

import java.util.Optional;

/**
 * What one step of a verb on many tasks did.
 *
 * @param changed tasks that were changed, if the transaction commits
 * @param cursor where the step ended; empty if there was nothing to look at
 * @param exhausted whether nothing comes after, for now
 */
public record Bulk(int changed, Optional<Cursor> cursor, boolean exhausted) {}
