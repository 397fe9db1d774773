package io.celers.broker.examples.reliability.checker.evidence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One task in one holder's hand. */
public record Claim(@Nullable UUID task, @Nullable UUID receipt) {}
