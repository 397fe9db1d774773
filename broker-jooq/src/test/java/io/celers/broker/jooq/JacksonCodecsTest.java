package io.celers.broker.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.celers.broker.codec.PayloadCodec;
import io.celers.broker.codec.PayloadContext;
import io.celers.broker.jooq.codec.Jackson2Codec;
import io.celers.broker.jooq.codec.Jackson3Codec;
import io.celers.broker.task.TypeReference;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both JSON codecs, each reading what the other wrote. */
class JacksonCodecsTest {

  private static final PayloadCodec JACKSON_2 = Jackson2Codec.withDefaults();
  private static final PayloadCodec JACKSON_3 = Jackson3Codec.withDefaults();

  enum Color {
    RED,
    GREEN
  }

  record Everything(
      int number,
      long large,
      BigDecimal exact,
      String text,
      boolean flag,
      Instant instant,
      Duration duration,
      LocalDate date,
      UUID id,
      Color color,
      Optional<String> present,
      Optional<String> absent,
      List<Integer> list,
      Map<String, Color> map,
      byte[] bytes) {}

  private static final Everything EVERYTHING =
      new Everything(
          -1,
          Long.MIN_VALUE,
          new BigDecimal("0.1000000000000000000001"),
          "é😀\0\u2028\"\\",
          true,
          Instant.parse("2026-11-22T12:00:00.123456789Z"),
          Duration.ofMillis(90_061_001),
          LocalDate.of(2026, 11, 22),
          new UUID(1, 2),
          Color.GREEN,
          Optional.of("here"),
          Optional.empty(),
          List.of(1, 2),
          Map.of("a", Color.RED),
          new byte[] {0, -1});

  static Stream<Arguments> pairs() {
    return Stream.of(
        Arguments.of(JACKSON_2, JACKSON_2),
        Arguments.of(JACKSON_2, JACKSON_3),
        Arguments.of(JACKSON_3, JACKSON_2),
        Arguments.of(JACKSON_3, JACKSON_3));
  }

  static Stream<PayloadCodec> codecs() {
    return Stream.of(JACKSON_2, JACKSON_3);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void eachReadsWhatTheOtherWrote(PayloadCodec writer, PayloadCodec reader) throws Exception {
    byte[] json = writer.encode(EVERYTHING, context(Everything.class));

    Object read = reader.decode(json, context(Everything.class));

    assertThat(read).usingRecursiveComparison().isEqualTo(EVERYTHING);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void genericTypesAreReadAsTheyWereWritten(PayloadCodec writer, PayloadCodec reader)
      throws Exception {
    Type type = new TypeReference<Map<String, List<Instant>>>() {}.type();
    Map<String, List<Instant>> value = Map.of("a", List.of(Instant.EPOCH));

    assertThat(reader.decode(writer.encode(value, context(type)), context(type))).isEqualTo(value);
  }

  @Test
  void bothWriteTheSame() throws Exception {
    String two = text(JACKSON_2.encode(EVERYTHING, context(Everything.class)));
    String three = text(JACKSON_3.encode(EVERYTHING, context(Everything.class)));

    assertThat(JACKSON_2.name()).isEqualTo("json").isEqualTo(JACKSON_3.name());
    assertThat(three).contains("\"2026-11-22T12:00:00.123456789Z\"").contains("\"PT25H1M1.001S\"");
    assertThat(two).contains("\"2026-11-22T12:00:00.123456789Z\"").contains("\"PT25H1M1.001S\"");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void unknownPropertiesAreIgnored(PayloadCodec codec) throws Exception {
    byte[] json = bytes("{\"x\":1,\"later\":{\"y\":[]}}");

    assertThat(codec.decode(json, context(Point.class))).isEqualTo(new Point(1));
  }

  record Point(int x) {}

  @ParameterizedTest
  @MethodSource("codecs")
  void nullEmptyTrailingAndDeepTextIsRefused(PayloadCodec codec) {
    for (String json :
        new String[] {
          "null", "", "{\"x\":1}{", "{\"x\":1} x", "[".repeat(10_000), "{\"x\":".repeat(10_000)
        }) {
      assertThatExceptionOfType(Exception.class)
          .isThrownBy(() -> codec.decode(bytes(json), context(Point.class)));
      assertThatExceptionOfType(Exception.class)
          .isThrownBy(() -> codec.decode(bytes(json), context(Object.class)));
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void numbersHaveUpToAThousandDigits(PayloadCodec codec) throws Exception {
    String longest = "1".repeat(1_000);
    BigInteger number = new BigInteger(longest);

    assertThat(codec.decode(bytes(longest), context(BigInteger.class))).isEqualTo(number);
    assertThat(codec.decode(bytes(longest), context(Object.class))).isEqualTo(number);
    for (String json :
        List.of(
            longest + "1", "1".repeat(1 << 20), "0." + "1".repeat(1 << 20), "-" + longest + 1)) {
      for (Type type : List.of(Object.class, BigDecimal.class, BigInteger.class, double.class)) {
        assertThatExceptionOfType(Exception.class)
            .isThrownBy(() -> codec.decode(bytes(json), context(type)));
      }
      assertThatExceptionOfType(Exception.class)
          .isThrownBy(() -> codec.decode(bytes("{\"x\":" + json + "}"), context(Point.class)));
      assertThatExceptionOfType(Exception.class)
          .isThrownBy(() -> codec.decode(bytes("{\"x\":" + json + "}"), context(Object.class)));
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void namesHaveUpToFiftyThousandCharacters(PayloadCodec codec) throws Exception {
    Map<String, Integer> longest = Map.of("n".repeat(50_000), 1);
    Map<String, Integer> tooLong = Map.of("n".repeat(50_001), 1);

    assertThat(codec.decode(codec.encode(longest, context(Object.class)), context(Object.class)))
        .isEqualTo(longest);
    byte[] json = codec.encode(tooLong, context(Object.class));
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> codec.decode(json, context(Object.class)));
  }

  /** Of Jackson 3 no text that fits into a payload is too long. */
  @Test
  void textsOfJackson2HaveAboutTwentyMillionCharactersAtMost() throws Exception {
    String longest = "s".repeat(20_000_000);
    // the length is looked at whenever the buffer grows
    String longer = longest + "s".repeat(5_000_000);
    byte[] json = JACKSON_2.encode(longer, context(String.class));

    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> JACKSON_2.decode(json, context(String.class)));
    assertThat(
            JACKSON_2.decode(
                JACKSON_2.encode(longest, context(String.class)), context(String.class)))
        .isEqualTo(longest);
    assertThat(JACKSON_3.decode(json, context(String.class))).isEqualTo(longer);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void namesOfClassesArePlainData(PayloadCodec codec) throws Exception {
    Object read =
        codec.decode(
            bytes("{\"@class\":\"java.io.File\",\"path\":\"/etc\"}"), context(Object.class));

    assertThat(read).isEqualTo(Map.of("@class", "java.io.File", "path", "/etc"));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void typeAskedForDecidesNotTheClassOfTheValue(PayloadCodec codec) throws Exception {
    byte[] json = codec.encode(List.of(new Point(1)), context(listOfPoints()));

    assertThat(text(json)).isEqualTo("[{\"x\":1}]");
    assertThat(codec.decode(json, context(listOfPoints()))).isEqualTo(List.of(new Point(1)));
  }

  private static Type listOfPoints() {
    return new TypeReference<List<Point>>() {}.type();
  }

  private static PayloadContext context(Type type) {
    return new PayloadContext(new UUID(0, 1), Optional.empty(), "default", "test", 1, type);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
