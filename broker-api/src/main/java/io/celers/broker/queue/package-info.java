/** What can be said about a queue as a whole: that it is paused, and its settings. */
@NullMarked
package io.celers.broker.queue;

import org.jspecify.annotations.NullMarked;
