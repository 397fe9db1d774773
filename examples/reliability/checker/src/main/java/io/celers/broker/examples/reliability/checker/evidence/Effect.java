package io.celers.broker.examples.reliability.checker.evidence;

import java.util.UUID;

/** A row that a transactional handler wrote. The table has no unique constraint: doubles show. */
public record Effect(UUID task, UUID receipt) {}
