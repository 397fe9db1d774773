/** The PostgreSQL that belongs to a run, and what the harness keeps in it. */
@NullMarked
package io.celers.broker.examples.reliability.server;

import org.jspecify.annotations.NullMarked;
