package io.celers.broker.jooq.internal.schedule;

import io.celers.broker.jooq.internal.content.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;

/**
 * Id of the task of a tick: a UUID of version 7 whose time is the tick, and whose rest is a digest
 * of schedule and tick. So the keys of the task tables hold each tick once.
 */
final class TickId {

  private static final long VERSION = 7L << 12;
  private static final long RANDOM_A = 0xfffL;
  private static final long VARIANT = 0b10L << 62;
  private static final long RANDOM_B = (1L << 62) - 1;

  private TickId() {}

  static UUID of(String schedule, Instant tick) {
    MessageDigest sha256 = Sha256.fresh();
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, tick.toEpochMilli()));
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest(schedule.getBytes(StandardCharsets.UTF_8)));
    long high = (tick.toEpochMilli() << 16) | VERSION | (digest.getLong() & RANDOM_A);
    return new UUID(high, VARIANT | (digest.getLong() & RANDOM_B));
  }
}
