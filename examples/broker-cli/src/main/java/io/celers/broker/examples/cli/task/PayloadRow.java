package io.celers.broker.examples.cli.task;

import io.celers.broker.examples.cli.output.Json;
import io.celers.broker.examples.cli.output.RawJson;
import io.celers.broker.examples.cli.output.Row;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A payload as it is shown: JSON if it is that, else Base64. */
public final class PayloadRow {

  private PayloadRow() {}

  /** The payload, of whatever codec. */
  public static Row of(byte[] payload) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      if (Json.is(text)) {
        return Row.of("payload", new RawJson(text));
      }
    } catch (CharacterCodingException e) {
      // no text, so no JSON
    }
    return Row.of("payload base64", Base64.getEncoder().encodeToString(payload));
  }
}
