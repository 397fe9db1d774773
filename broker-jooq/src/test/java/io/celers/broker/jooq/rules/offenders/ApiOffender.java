package io.celers.broker.jooq.rules.offenders;

import java.sql.Connection;
import org.jooq.DSLContext;
import tools.jackson.databind.ObjectMapper;

/** Shows what the API must not know. */
public record ApiOffender(DSLContext ctx, Connection connection, ObjectMapper mapper) {}
