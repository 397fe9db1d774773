/** Which tasks, and how many at a time. */
@NullMarked
package io.celers.broker.query;

import org.jspecify.annotations.NullMarked;
