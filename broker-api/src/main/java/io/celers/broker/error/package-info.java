/** What can go wrong beside wrong arguments: one exception class for each thing to do about it. */
@NullMarked
package io.celers.broker.error;

import org.jspecify.annotations.NullMarked;
