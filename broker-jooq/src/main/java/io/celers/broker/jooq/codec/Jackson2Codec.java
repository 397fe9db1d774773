package io.celers.broker.jooq.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import java.io.IOException;
import java.util.Objects;

/**
 * JSON payloads by Jackson 2.
 *
 * <p>Needs {@code com.fasterxml.jackson.core:jackson-databind}. Safe for use by many threads.
 */
public final class Jackson2Codec implements PayloadCodec {

  private final JsonMapper mapper;

  private Jackson2Codec(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * Ignores unknown properties, so that an older reader takes what a newer writer wrote; times are
   * text; no type is ever named in the JSON.
   *
   * <p>Reads numbers of up to 1,000 digits, names of up to 50,000 characters, texts of about 20
   * million, and up to 1,000 levels: the defaults of Jackson's {@code StreamReadConstraints}. What
   * is longer is undecodable, although all but the levels can be written; {@link #of} takes a
   * mapper with other limits.
   */
  public static Jackson2Codec withDefaults() {
    return of(
        JsonMapper.builder()
            .findAndAddModules()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build());
  }

  /** With the application's own mapper, which should not have default typing switched on. */
  @SuppressWarnings("exports") // whoever has a mapper has its module
  public static Jackson2Codec of(JsonMapper mapper) {
    return new Jackson2Codec(mapper);
  }

  @Override
  public String name() {
    return JsonName.JSON;
  }

  @Override
  public byte[] encode(Object value, PayloadContext context) throws IOException {
    return mapper.writerFor(mapper.constructType(context.type())).writeValueAsBytes(value);
  }

  @Override
  public Object decode(byte[] bytes, PayloadContext context) throws IOException {
    return Objects.requireNonNull(
        mapper.readerFor(mapper.constructType(context.type())).readValue(bytes),
        "the payload is JSON null");
  }
}
