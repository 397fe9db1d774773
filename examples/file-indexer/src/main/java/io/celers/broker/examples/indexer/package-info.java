/** Indexes the files of a folder, one task for each, in an application with tables of its own. */
@NullMarked
package io.celers.broker.examples.indexer;

import org.jspecify.annotations.NullMarked;
