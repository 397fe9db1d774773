package io.celers.broker.examples.reliability.nemesis;

import io.celers.broker.examples.reliability.checker.evidence.ServerHarm;
import io.celers.broker.examples.reliability.server.HarnessServer;
import io.celers.broker.examples.reliability.server.SmallDisk;
import java.time.Duration;

/**
 * For so long at least there is no space left for the tables, and until that was felt; else it does
 * not count.
 */
public record FillDisk(SmallDisk disk, Duration during) implements ServerFault {

  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String FELT = "No space left on device";
  private static final long OFTEN = 10;

  @Override
  public ServerHarm harm() {
    return ServerHarm.FULL_DISK;
  }

  @Override
  public long strike(HarnessServer server) {
    long enough = server.logged(FELT) + OFTEN;
    try {
      disk.fill();
      long begin = System.nanoTime();
      while (!hasLasted(begin, during)
          || (server.logged(FELT) < enough && !hasLasted(begin, LONGEST))) {
        Thread.sleep(AGAIN.toMillis());
        disk.fill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disk.free();
    }
    return server.logged(FELT) >= enough ? 1 : 0;
  }

  private static boolean hasLasted(long begin, Duration time) {
    return System.nanoTime() - begin >= time.toNanos();
  }
}
