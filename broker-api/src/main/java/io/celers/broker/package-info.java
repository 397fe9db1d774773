/** The broker as applications see it: enqueue, dequeue, settle, and the facets beside them. */
@NullMarked
package io.celers.broker;

import org.jspecify.annotations.NullMarked;
