/** Lets jOOQ's code generator read a PostgreSQL on which the migrations have just run. */
@NullMarked
package io.celers.broker.testdb.codegen;

import org.jspecify.annotations.NullMarked;
