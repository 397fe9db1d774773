package io.celers.broker.jooq.rules.offenders;

import io.celers.broker.task.TaskState;
import java.sql.Connection;

/** Shows what generated classes must not know. */
public record GeneratedOffender(TaskState state, Connection connection) {}
