package io.celers.broker.jooq.internal.codec;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.jooq.codec.Jackson2Codec;
import io.celers.broker.jooq.codec.Jackson3Codec;

/** Finds the JSON library that the application has. */
public final class JsonCodecs {

  private JsonCodecs() {}

  /**
   * Jackson 3 if it is there, else Jackson 2; both write the same JSON under the same name.
   *
   * @throws IllegalStateException if neither is there
   */
  public static PayloadCodec present() {
    if (isPresent("tools.jackson.databind.json.JsonMapper")) {
      return Jackson3Codec.withDefaults();
    }
    if (isPresent("com.fasterxml.jackson.databind.json.JsonMapper")) {
      return Jackson2Codec.withDefaults();
    }
    throw new IllegalStateException(
        "no JSON library for typed payloads: add tools.jackson.core:jackson-databind (or the"
            + " jackson-databind of com.fasterxml.jackson.core), or give the broker a codec");
  }

  private static boolean isPresent(String className) {
    try {
      Class.forName(className, false, JsonCodecs.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
