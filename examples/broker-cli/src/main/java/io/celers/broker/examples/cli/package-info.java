/** The operator's command line. */
@NullMarked
package io.celers.broker.examples.cli;

import org.jspecify.annotations.NullMarked;
