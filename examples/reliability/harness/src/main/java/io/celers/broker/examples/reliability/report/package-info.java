/** What a run came to, for eyes and for programs. */
@NullMarked
package io.celers.broker.examples.reliability.report;

import org.jspecify.annotations.NullMarked;
