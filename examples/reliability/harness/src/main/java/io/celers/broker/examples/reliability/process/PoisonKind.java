package io.celers.broker.examples.reliability.process;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.RetryPolicy;
import io.celers.broker.task.TaskType;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** What is wrong with a task, or that nothing is. */
public enum PoisonKind {
  /** Throws an exception. */
  THROWS(Role.STURDY),
  /** Its error text is very long, with NUL and lone surrogates. */
  LONG_TEXT(Role.STURDY),
  /** The exception cannot be asked for its text: to ask throws the exception itself. */
  MUTE(Role.STURDY),
  /** Throws an {@link OutOfMemoryError} that it made itself. */
  OUT_OF_MEMORY(Role.STURDY),
  /** Asks for more memory at once than the JVM has. */
  HUGE_ARRAY(Role.STURDY),
  /** Calls itself until the stack is full. */
  STACK(Role.STURDY),
  /** Needs a class that cannot be linked. */
  LINKAGE(Role.STURDY),
  /** Throws in its transaction, after it wrote. */
  TX_THROWS(Role.STURDY),
  /** Its transaction ends with an error, after it wrote. */
  TX_ERROR(Role.STURDY),
  /** Throws in a transaction that it shares with others. */
  BATCH(Role.STURDY),
  /** Its payload cannot be read, and that is to be tried again. */
  UNREADABLE(Role.STURDY),
  /** Likewise, and that is a dead letter at once. */
  BURIED(Role.STURDY),
  /** Nothing is wrong. */
  GOOD(Role.STURDY),
  /** Likewise, in a transaction. */
  GOOD_TX(Role.STURDY),
  /** Likewise, in a transaction that it shares with others. */
  GOOD_BATCH(Role.STURDY),
  /** No worker knows its name. */
  UNKNOWN(Role.STURDY),

  /** Ends the JVM. */
  HALT(Role.HALTING),
  /** Nothing is wrong, but with its neighbours. */
  GOOD_HALTING(Role.HALTING),

  /** Fills the heap little by little. */
  HEAP(Role.EXHAUSTED),
  /** Never ends, and does not care about interruptions. */
  ENDLESS(Role.EXHAUSTED),
  /** Never ends by itself. */
  SLOW(Role.EXHAUSTED),
  /** Nothing is wrong, but with its neighbours. */
  GOOD_EXHAUSTED(Role.EXHAUSTED);

  private static final RetryPolicy AGAIN = RetryPolicy.fixed(Duration.ofMillis(20));
  private static final String SHARED = "batch";
  private static final int LONGEST_NOISE = 200;

  private final Role role;

  PoisonKind(Role role) {
    this.role = role;
  }

  /** Processes of which role work on it. */
  public Role role() {
    return role;
  }

  /** Whether it should be completed. */
  public boolean isGood() {
    return name().startsWith("GOOD");
  }

  /** Whether it should never be completed, and end as a dead letter. */
  public boolean isPoison() {
    return !isGood() && this != UNKNOWN;
  }

  /** Whether it does more harm than to fail. */
  public boolean isRare() {
    return isPoison() && role != Role.STURDY;
  }

  /** Whether an effect is due when it is completed. */
  public boolean isTransactional() {
    return this == GOOD_TX || this == GOOD_BATCH;
  }

  /** Whether a handler of several tasks does it, which may begin again under the same claim. */
  public boolean isShared() {
    return this == GOOD_BATCH || this == BATCH;
  }

  /** As it is called in words. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  String queue() {
    return this == BURIED ? "buried" : role.word();
  }

  TaskType<byte[]> type() {
    return TaskType.ofBytes(isShared() ? SHARED : name().toLowerCase(Locale.ROOT))
        .queue(queue())
        .retryPolicy(AGAIN);
  }

  /** A new task. */
  public NewTask<byte[]> task(byte[] payload, int maxRetries) {
    boolean unreadable = this == UNREADABLE || this == BURIED;
    TaskType<byte[]> type = unreadable ? type().codec(new BrokenJson()) : type();
    return type.with(payload).maxRetries(maxRetries);
  }

  /** Noise, whose first byte tells whether it is poison. */
  public byte[] payload(Random random) {
    byte[] payload = new byte[1 + random.nextInt(LONGEST_NOISE)];
    random.nextBytes(payload);
    payload[0] = (byte) (isPoison() ? 1 : 0);
    return payload;
  }

  static boolean isPoison(byte[] payload) {
    return payload[0] == 1;
  }

  /** Calls something JSON that is none. */
  private static final class BrokenJson implements PayloadCodec {
    @Override
    public String name() {
      return "json";
    }

    @Override
    public byte[] encode(Object value, PayloadContext context) {
      return (byte[]) value;
    }

    @Override
    public Object decode(byte[] bytes, PayloadContext context) {
      throw new UnsupportedOperationException("producers only");
    }
  }
}
