package io.celers.broker.examples.benchmark.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** How the embedded server is set up, on top of durable settings: as a team would for a queue. */
final class ServerSettings {

  private static final long MEBIBYTE = 1 << 20;
  private static final long LEAST_MEBIBYTES = 128;
  private static final long MOST_MEBIBYTES = 4_096;

  private ServerSettings() {}

  /**
   * A quarter of the memory, as is usual, but not more than 4 GiB, since the program needs some of
   * it; and so much WAL that no checkpoint begins within a round but those that are timed, every
   * fifteen minutes.
   */
  static Map<String, String> of() {
    return Map.of(
        "shared_buffers", sharedMebibytes(physicalMemory()) + "MB",
        "max_wal_size", "16GB",
        "min_wal_size", "4GB",
        "checkpoint_timeout", "15min",
        // each side has a pool of its own, and all are open at once
        "max_connections", "300");
  }

  static long sharedMebibytes(long physicalBytes) {
    long quarter = physicalBytes / 4 / MEBIBYTE;
    return Math.max(LEAST_MEBIBYTES, Math.min(MOST_MEBIBYTES, quarter));
  }

  private static long physicalMemory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }
}
