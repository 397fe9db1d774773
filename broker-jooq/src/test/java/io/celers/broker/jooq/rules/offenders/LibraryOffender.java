package io.celers.broker.jooq.rules.offenders;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.ObjectMapper;

/** Knows libraries that may be absent. */
public record LibraryOffender(HikariDataSource pool, ObjectMapper mapper, MeterRegistry meters) {}
