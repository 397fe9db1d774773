/** What the tests of the broker have in common: a database, a clock that moves, a look inside. */
@NullMarked
package io.celers.broker.jooq.testkit;

import org.jspecify.annotations.NullMarked;
