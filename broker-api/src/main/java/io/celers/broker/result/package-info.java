/** What tasks returned, or how they failed. */
@NullMarked
package io.celers.broker.result;

import org.jspecify.annotations.NullMarked;
