package io.celers.broker.codec;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key under its id: one for the cipher and one for the nonces, both derived from it. */
final class EncryptionKey {

  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;
  static final int SECRET_BYTES = 32;
  static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

  private static final String HMAC = "HmacSHA256";

  private final String id;
  private final SecretKeySpec cipherKey;
  private final SecretKeySpec nonceKey;

  EncryptionKey(String id, byte[] secret) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "id of a key must be 1 to 32 letters, digits, dots, dashes or underscores");
    }
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException(
          "key %s must have %d bytes, has %d".formatted(id, SECRET_BYTES, secret.length));
    }
    this.id = id;
    this.cipherKey = derived(secret, "celers payload cipher", "AES");
    this.nonceKey = derived(secret, "celers payload nonce", HMAC);
  }

  String id() {
    return id;
  }

  /** The same only for the same payload of the same task. */
  byte[] nonce(byte[] bound, byte[] plain) throws GeneralSecurityException {
    Mac mac = mac(nonceKey);
    mac.update(mac(nonceKey).doFinal(bound));
    return Arrays.copyOf(mac.doFinal(plain), NONCE_BYTES);
  }

  byte[] encrypt(byte[] nonce, byte[] bound, byte[] plain) throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, nonce, bound).doFinal(plain);
  }

  byte[] decrypt(byte[] nonce, byte[] bound, byte[] encrypted) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, nonce, bound).doFinal(encrypted);
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, cipherKey, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  private static SecretKeySpec derived(byte[] secret, String purpose, String algorithm) {
    try {
      byte[] key =
          mac(new SecretKeySpec(secret, HMAC)).doFinal(purpose.getBytes(StandardCharsets.UTF_8));
      return new SecretKeySpec(key, algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private static Mac mac(SecretKeySpec key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(key);
    return mac;
  }

  /** Never the key. */
  @Override
  public String toString() {
    return id;
  }
}
