/** What the generated classes need beside jOOQ. */
@NullMarked
package io.celers.broker.generated.binding;

import org.jspecify.annotations.NullMarked;
