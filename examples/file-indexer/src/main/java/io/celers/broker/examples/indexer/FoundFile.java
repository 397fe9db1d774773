package io.celers.broker.examples.indexer;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A regular file as the walk saw it.
 *
 * @param modifiedMicros last change, microseconds since 1970
 */
record FoundFile(FileKey key, long size, long modifiedMicros) {

  static FoundFile of(FileKey key, BasicFileAttributes attributes) {
    return new FoundFile(
        key, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS));
  }
}
