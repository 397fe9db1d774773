package io.celers.broker.jooq.codec;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON payloads by Jackson 3.
 *
 * <p>Needs {@code tools.jackson.core:jackson-databind}. Safe for use by many threads.
 */
public final class Jackson3Codec implements PayloadCodec {

  private final JsonMapper mapper;

  private Jackson3Codec(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Ignores unknown properties, so that an older reader takes what a newer writer wrote; times are
   * text; no type is ever named in the JSON.
   *
   * <p>Reads numbers of up to 1,000 digits, names of up to 50,000 characters, and up to 500 levels:
   * the defaults of Jackson's {@code StreamReadConstraints}, whose limit of texts is beyond that of
   * payloads. What is longer is undecodable, although all but the levels can be written; {@link
   * #of} takes a mapper with other limits.
   */
  public static Jackson3Codec withDefaults() {
    return of(
        JsonMapper.builder()
            .findAndAddModules()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build());
  }

  /** With the application's own mapper, which should not have default typing switched on. */
  @SuppressWarnings("exports") // whoever has a mapper has its module
  public static Jackson3Codec of(JsonMapper mapper) {
    return new Jackson3Codec(mapper);
  }

  @Override
  public String name() {
    return JsonName.JSON;
  }

  @Override
  public byte[] encode(Object value, PayloadContext context) {
    return mapper.writerFor(mapper.constructType(context.type())).writeValueAsBytes(value);
  }

  @Override
  public Object decode(byte[] bytes, PayloadContext context) {
    return Objects.requireNonNull(
        mapper.readerFor(mapper.constructType(context.type())).readValue(bytes),
        "the payload is JSON null");
  }
}
