/** Lists of commands at random, on the broker and on a model of it that knows no database. */
@NullMarked
package io.celers.broker.jooq.model;

import org.jspecify.annotations.NullMarked;
