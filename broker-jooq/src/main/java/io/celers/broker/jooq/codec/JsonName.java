package io.celers.broker.jooq.codec;

/** The name that both JSON codecs write, because either reads what the other wrote. */
final class JsonName {

  static final String JSON = "json";

  private JsonName() {}
}
