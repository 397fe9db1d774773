package io.celers.broker.maintenance;

import io.celers.broker.query.Cursor;
import java.util.Optional;

/**
 * How far a walk over finished or archived tasks has come since it began.
 *
 * @param examined tasks that were looked at
 * @param archived tasks that were moved into the archive
 * @param deleted tasks that were deleted for good
 * @param cursor the last id that was looked at; empty if there was none
 */
public record Progress(long examined, long archived, long deleted, Optional<Cursor> cursor) {}
