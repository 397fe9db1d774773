/** The documents of the project: their code compiles, their links and the tests they name exist. */
@NullMarked
package io.celers.broker.docs;

import org.jspecify.annotations.NullMarked;
