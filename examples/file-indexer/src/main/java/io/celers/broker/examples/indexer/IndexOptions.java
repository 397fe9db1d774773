package io.celers.broker.examples.indexer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How a folder is to be indexed.
 *
 * @param folder absolute, without symbolic links
 * @param excluded folders that are passed over
 * @param workers number of threads
 * @param batch files of one transaction of the walk
 * @param maxFileBytes larger files become dead letters
 * @param lease how long a file is held; long ones are extended
 */
record IndexOptions(
    Path folder, Set<Path> excluded, int workers, int batch, long maxFileBytes, Duration lease) {}
