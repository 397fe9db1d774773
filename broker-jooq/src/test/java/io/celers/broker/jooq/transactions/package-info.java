/** The broker in transactions of the application: it joins them, and leaves them as they are. */
@NullMarked
package io.celers.broker.jooq.transactions;

import org.jspecify.annotations.NullMarked;
