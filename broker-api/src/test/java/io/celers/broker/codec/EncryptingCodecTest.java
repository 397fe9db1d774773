package io.celers.broker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encrypted is read again for the same task with the same key, and never else. */
class EncryptingCodecTest {

  private static final byte[] SECRET = secret(0);
  private static final byte[] OTHER_SECRET = secret(100);
  private static final UUID ID = UUID.fromString("019aad2f-8d5c-7b5e-9f0c-5f2c0e3f7a11");
  private static final byte[] PLAIN = "Grüße".getBytes(StandardCharsets.UTF_8);
  private static final PayloadContext TASK = context(ID, Optional.empty(), "send-invoice", 3);

  private final EncryptionKeys keys = EncryptionKeys.writing("k1", SECRET);
  private final EncryptingCodec codec = EncryptingCodec.of(BytesCodec.INSTANCE, keys);

  @Test
  void whatWasWrittenIsRead() throws Exception {
    assertThat(codec.decode(codec.encode(PLAIN, TASK), TASK)).isEqualTo(PLAIN);
    assertThat(codec.decode(codec.encode(new byte[0], TASK), TASK)).isEqualTo(new byte[0]);
    assertThat(codec.name()).isEqualTo("bytes+aes-gcm");
  }

  /** Made by another implementation: HMAC and AES-GCM of Python's hmac and cryptography. */
  @Test
  void formatIsTheOneThatOthersCompute() throws Exception {
    PayloadContext schedule = context(ID, Optional.of("every night"), "send-invoice", 3);

    assertThat(hex(codec.encode(PLAIN, TASK)))
        .isEqualTo(
            "01026b3100fb49070423160169c6eaaddfa1852600576a0ffe345e6ef9fae4e26ac7477990c842");
    assertThat(hex(codec.encode(PLAIN, schedule)))
        .isEqualTo(
            "01026b316f5a870fe377c72290975c4a4d67a008c17f1290d7b63f53d7deb53edbff86488aa7a1");
    assertThat(hex(codec.encode(new byte[0], TASK)))
        .isEqualTo("01026b316e9ef3865699bd288a005eddc460d2a2fd5b323a1425971c97c05cfe");
  }

  @Test
  void sameTaskIsTheSameBytesAndAnotherOneIsNot() throws Exception {
    PayloadContext other = context(new UUID(1, 2), Optional.empty(), "send-invoice", 3);

    assertThat(codec.encode(PLAIN, TASK)).isEqualTo(codec.encode(PLAIN, TASK));
    assertThat(noncesOf(codec.encode(PLAIN, TASK)))
        .isNotEqualTo(noncesOf(codec.encode(PLAIN, other)))
        .isNotEqualTo(noncesOf(codec.encode(new byte[0], TASK)));
  }

  static Stream<PayloadContext> otherTasks() {
    return Stream.of(
        context(new UUID(1, 2), Optional.empty(), "send-invoice", 3),
        context(ID, Optional.of("every night"), "send-invoice", 3),
        context(ID, Optional.empty(), "send-invoices", 3),
        context(ID, Optional.empty(), "send-invoice", 4));
  }

  @ParameterizedTest
  @MethodSource("otherTasks")
  void payloadOfOneTaskIsNoneOfAnother(PayloadContext other) throws Exception {
    byte[] encrypted = codec.encode(PLAIN, TASK);

    assertThatThrownBy(() -> codec.decode(encrypted, other))
        .isInstanceOf(ForgedPayloadException.class);
  }

  @Test
  void payloadOfOneScheduleIsNoneOfAnotherButThatOfAllItsTicks() throws Exception {
    PayloadContext written = context(ID, Optional.of("every night"), "report", 1);
    PayloadContext tick = context(new UUID(1, 2), Optional.of("every night"), "report", 1);
    PayloadContext other = context(ID, Optional.of("every day"), "report", 1);
    byte[] encrypted = codec.encode(PLAIN, written);

    assertThat(codec.decode(encrypted, tick)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> codec.decode(encrypted, other))
        .isInstanceOf(ForgedPayloadException.class);
  }

  @Test
  void taskThatWasMovedToAnotherQueueIsRead() throws Exception {
    PayloadContext moved =
        new PayloadContext(ID, Optional.empty(), "elsewhere", "send-invoice", 3, byte[].class);

    assertThat(codec.decode(codec.encode(PLAIN, TASK), moved)).isEqualTo(PLAIN);
  }

  @Test
  void payloadOfOneCodecIsNoneOfAnother() throws Exception {
    EncryptingCodec nested = EncryptingCodec.of(codec, keys);

    assertThatThrownBy(() -> codec.decode(nested.encode(PLAIN, TASK), TASK))
        .isInstanceOf(ForgedPayloadException.class);
  }

  @Test
  void anyChangeOfAnyBitIsFoundOut() throws Exception {
    byte[] encrypted = codec.encode(PLAIN, TASK);

    assertThat(IntStream.range(0, encrypted.length * 8))
        .allSatisfy(
            bit -> {
              byte[] changed = encrypted.clone();
              changed[bit / 8] ^= (byte) (1 << bit % 8);
              assertThatThrownBy(() -> codec.decode(changed, TASK))
                  .isInstanceOfAny(ForgedPayloadException.class, UnknownKeyException.class);
            });
  }

  @Test
  void anyOtherLengthIsFoundOut() throws Exception {
    byte[] encrypted = codec.encode(PLAIN, TASK);

    assertThat(IntStream.range(0, encrypted.length + 3).filter(n -> n != encrypted.length))
        .allSatisfy(
            length ->
                assertThatThrownBy(() -> codec.decode(Arrays.copyOf(encrypted, length), TASK))
                    .isInstanceOfAny(ForgedPayloadException.class));
  }

  @Test
  void keysAreRotated() throws Exception {
    EncryptingCodec both =
        EncryptingCodec.of(
            BytesCodec.INSTANCE, EncryptionKeys.writing("k2", OTHER_SECRET).reading("k1", SECRET));
    EncryptingCodec newOnly =
        EncryptingCodec.of(BytesCodec.INSTANCE, EncryptionKeys.writing("k2", OTHER_SECRET));
    byte[] old = codec.encode(PLAIN, TASK);

    assertThat(both.decode(old, TASK)).isEqualTo(PLAIN);
    assertThat(newOnly.decode(both.encode(PLAIN, TASK), TASK)).isEqualTo(PLAIN);
    assertThatThrownBy(() -> newOnly.decode(old, TASK))
        .isExactlyInstanceOf(UnknownKeyException.class)
        .hasMessage("no key of the id k1 is known here");
  }

  @Test
  void otherKeyUnderTheSameIdReadsNothing() throws Exception {
    EncryptingCodec other =
        EncryptingCodec.of(BytesCodec.INSTANCE, EncryptionKeys.writing("k1", OTHER_SECRET));

    assertThatThrownBy(() -> other.decode(codec.encode(PLAIN, TASK), TASK))
        .isInstanceOf(ForgedPayloadException.class);
  }

  @Test
  void keyMayBeWipedOnceItWasHandedOver() throws Exception {
    byte[] secret = SECRET.clone();
    EncryptingCodec handedOver =
        EncryptingCodec.of(BytesCodec.INSTANCE, EncryptionKeys.writing("k1", secret));
    Arrays.fill(secret, (byte) 0);

    assertThat(handedOver.decode(codec.encode(PLAIN, TASK), TASK)).isEqualTo(PLAIN);
  }

  @Test
  void textsShowIdsOfKeysAlone() {
    assertThat(codec).hasToString("bytes+aes-gcm with EncryptionKeys[writing k1, reading k1]");
    assertThat(keys.reading("k0", OTHER_SECRET))
        .hasToString("EncryptionKeys[writing k1, reading k0, k1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "k\n1", "ü", "123456789012345678901234567890123"})
  void oddIdIsRefused(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.writing(id, SECRET));
  }

  @Test
  void shortKeyAndSecondKeyOfAnIdAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncryptionKeys.writing("k1", new byte[16]))
        .withMessage("key k1 must have 32 bytes, has 16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.reading("k1", OTHER_SECRET))
        .withMessage("there is a key k1");
  }

  private static PayloadContext context(
      UUID id, Optional<String> schedule, String name, int version) {
    return new PayloadContext(id, schedule, "mail", name, version, byte[].class);
  }

  private static byte[] secret(int from) {
    byte[] secret = new byte[32];
    IntStream.range(0, secret.length).forEach(i -> secret[i] = (byte) (from + i));
    return secret;
  }

  private static String noncesOf(byte[] encrypted) {
    return hex(Arrays.copyOfRange(encrypted, 4, 16));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
