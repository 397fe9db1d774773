/** What holders say of their deliveries: ack, reject, extend. */
@NullMarked
package io.celers.broker.jooq.internal.settle;

import org.jspecify.annotations.NullMarked;
