/** Real processes on a real server, faults on purpose, and a verdict. */
@NullMarked
package io.celers.broker.examples.reliability;

import org.jspecify.annotations.NullMarked;
