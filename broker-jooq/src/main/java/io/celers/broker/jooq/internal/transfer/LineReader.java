package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.internal.Json;
import io.celers.broker.task.Limits;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Reads lines of UTF-8, each a JSON object, and keeps their digest. */
final class LineReader {

  /** More than the largest payload takes in base64, with room for all else that a row may hold. */
  private static final int MAX_BYTES = Limits.MAX_PAYLOAD_BYTES / 3 * 4 + (1 << 23);

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final FileDigest digest = new FileDigest();
  private byte[] current = {};
  private long number;

  LineReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER);
  }

  /** The members of the next line; empty at the end of the file. */
  Optional<Map<String, String>> next() throws IOException, Refused {
    digest.add(current);
    number++;
    current = line();
    return current.length == 0 ? Optional.empty() : Optional.of(members(current));
  }

  /** Number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /** Bytes of the line that was read last. */
  int length() {
    return current.length;
  }

  /** Of all lines before the one that was read last; to be asked for once. */
  String digestBefore() {
    return digest.hex();
  }

  private byte[] line() throws IOException, Refused {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (line.size() == MAX_BYTES) {
        throw new Refused("must have at most " + MAX_BYTES + " bytes");
      }
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    return line.toByteArray();
  }

  private static Map<String, String> members(byte[] line) throws Refused {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      return Json.members("it", text);
    } catch (CharacterCodingException e) {
      throw new Refused("must be UTF-8");
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }
}
