/** What each process wrote down, in the order in which it did. */
@NullMarked
package io.celers.broker.examples.reliability.checker.history;

import org.jspecify.annotations.NullMarked;
