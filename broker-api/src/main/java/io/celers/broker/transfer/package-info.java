/** Export and import: how far one is, and what it did. */
@NullMarked
package io.celers.broker.transfer;

import org.jspecify.annotations.NullMarked;
