/** Tests of the file indexer. */
@NullMarked
package io.celers.broker.examples.indexer;

import org.jspecify.annotations.NullMarked;
