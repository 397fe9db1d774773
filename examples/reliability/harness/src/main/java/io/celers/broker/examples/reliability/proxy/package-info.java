/**
 * A PostgreSQL proxy that knows where messages begin and end, and when a transaction commits. It
 * can therefore cut a connection at exactly the moments that matter.
 */
@NullMarked
package io.celers.broker.examples.reliability.proxy;

import org.jspecify.annotations.NullMarked;
