package io.celers.broker.jooq.internal.enqueue;

import io.celers.broker.jooq.internal.sql.Times;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the binary format of COPY, as described under "Binary Format" in PostgreSQL's reference
 * of COPY: a header, for each row the number of fields and each field with its length, and a
 * trailer.
 */
final class BinaryRows {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final short TRAILER = -1;
  private static final int NULL = -1;
  private static final byte JSONB_VERSION = 1;

  /** Timestamps count from here. */
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final short columns;
  private final Instant now;
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 17);

  /**
   * An empty chunk.
   *
   * @param now the database's time, from which delays count
   */
  BinaryRows(int columns, Instant now) {
    this.columns = (short) columns;
    this.now = now;
    buffer.put(HEADER);
  }

  int size() {
    return buffer.position();
  }

  /**
   * Appends a row; the order of the fields is that of the columns of {@link CopyTasks}.
   *
   * @param priority as asked for, or that of the queue
   */
  void add(TaskRow row, short priority) {
    Instant due = moment(row.dueAt() == null ? null : row.dueAt().toInstant(), row.delayMicros());
    room(Short.BYTES).putShort(columns);
    uuid(row.id());
    text(row.queue());
    text(row.name());
    room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(row.version());
    text(row.codec());
    bytes(row.payload());
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(row.contentHash());
    room(Integer.BYTES + Short.BYTES).putInt(Short.BYTES).putShort(priority);
    room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(row.maxRetries());
    text(row.retryPolicy());
    timestamp(due);
    timestamp(due != null && due.isBefore(now) ? now : due);
    timestamp(moment(row.expiry() == null ? null : row.expiry().toInstant(), row.ttlMicros()));
    jsonb(row.metadata().data());
  }

  /** Appends the trailer. */
  void end() {
    room(Short.BYTES).putShort(TRAILER);
  }

  /** Sends what was appended, and forgets it. */
  void sendTo(CopyIn copy) throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private @Nullable Instant moment(@Nullable Instant fixed, @Nullable Long micros) {
    return micros == null ? fixed : now.plus(Duration.ofNanos(Math.multiplyExact(micros, 1_000L)));
  }

  private void uuid(UUID value) {
    room(Integer.BYTES + 2 * Long.BYTES)
        .putInt(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
  }

  private void text(@Nullable String value) {
    bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte @Nullable [] value) {
    if (value == null) {
      room(Integer.BYTES).putInt(NULL);
    } else {
      room(Integer.BYTES + value.length).putInt(value.length).put(value);
    }
  }

  private void jsonb(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    room(Integer.BYTES + 1 + bytes.length).putInt(1 + bytes.length).put(JSONB_VERSION).put(bytes);
  }

  private void timestamp(@Nullable Instant value) {
    if (value == null) {
      room(Integer.BYTES).putInt(NULL);
    } else {
      room(Integer.BYTES + Long.BYTES)
          .putInt(Long.BYTES)
          .putLong(Times.micros(Duration.between(EPOCH, value)));
    }
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = buffer.position() + bytes;
      ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity()));
      buffer.flip();
      buffer = larger.put(buffer);
    }
    return buffer;
  }
}
