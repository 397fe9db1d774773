/** Verbs on the schema, its tables and its health. */
@NullMarked
package io.celers.broker.examples.cli.operation;

import org.jspecify.annotations.NullMarked;
