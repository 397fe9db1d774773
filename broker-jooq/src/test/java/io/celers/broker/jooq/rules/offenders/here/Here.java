package io.celers.broker.jooq.rules.offenders.here;

import io.celers.broker.jooq.rules.offenders.there.There;

/** One half of a cycle. */
public record Here(There there) {}
