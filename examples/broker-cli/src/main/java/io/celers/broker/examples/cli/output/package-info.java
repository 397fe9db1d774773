/** How answers look, for people and for programs. */
@NullMarked
package io.celers.broker.examples.cli.output;

import org.jspecify.annotations.NullMarked;
