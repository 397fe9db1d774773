package io.celers.broker.examples.indexer;

import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Payload of a task: which file to index.
 *
 * @param folder as in {@link FileKey}
 * @param path as in {@link FileKey}
 */
record IndexFile(String folder, String path) {

  /**
   * Ten retries: a transient error of a disk has about fifteen seconds to pass, and each kill of
   * this program costs the files in hand one delivery.
   */
  static final TaskType<IndexFile> TYPE =
      TaskType.of("index-file", IndexFile.class)
          .maxRetries(10)
          .retryPolicy(
              RetryPolicy.exponentialWithJitter(Duration.ofMillis(100), Duration.ofSeconds(3)));

  FileKey key() {
    return new FileKey(folder, path);
  }

  /** Each folder has a queue of its own, so that a run finishes the files of its own folder. */
  static String queue(String folder) {
    return "index-files-" + HexFormat.of().formatHex(FileKey.sha256(folder), 0, 6);
  }
}
