/**
 * What tests of an application with a broker need: a database that is emptied before each test, a
 * clock that can be moved, tasks that are run by the test itself, and a look at what was enqueued.
 *
 * <p>Start at {@link io.celers.broker.testdb.junit.MigratedDatabase}. Needs JUnit 5.
 */
@NullMarked
package io.celers.broker.testdb.junit;

import org.jspecify.annotations.NullMarked;
