@NullMarked
package io.celers.broker.schema;

import org.jspecify.annotations.NullMarked;
