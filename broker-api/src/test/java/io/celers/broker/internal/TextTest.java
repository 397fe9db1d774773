package io.celers.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What text is refused at the edge, and how other text is cleaned. */
class TextTest {

  private static final String EMOJI = "😀";

  @ParameterizedTest
  @CsvSource({"a, 255", "é, 127", "€, 85", "😀, 63"})
  void lengthCountsBytesOfUtf8(String character, int fitting) {
    String longest = character.repeat(fitting);
    String tooLong = longest + character;

    assertThat(Text.require("name", longest, 255)).isSameAs(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.require("name", tooLong, 255))
        .withMessage(
            "name must have at most 255 bytes of UTF-8, has "
                + tooLong.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void exactly255BytesOfMixedCharactersAreTaken() {
    String exact = "😀".repeat(63) + "€";

    assertThat(exact.getBytes(StandardCharsets.UTF_8)).hasSize(255);
    assertThat(Text.require("name", exact, 255)).isEqualTo(exact);
    assertThatIllegalArgumentException().isThrownBy(() -> Text.require("name", exact + "a", 255));
  }

  @Test
  void emptyIsRefusedOnlyWhereItIdentifies() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.require("queue", "", 255))
        .withMessage("queue must have 1..255 bytes, was empty");
    assertThat(Text.requireUpTo("reason", "", 255)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "😀\uDE00"})
  void nulAndLoneSurrogatesAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.requireUpTo("name", text, 255))
        .withMessageStartingWith("name must hold neither NUL nor a lone surrogate, found U+");
  }

  @Test
  void messageSaysWhichCharacterAndWhere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.requireUpTo("tag", "ab\uD83D", 255))
        .withMessageEndingWith("found U+D83D at index 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "😀",
        " ",
        "\n\t\u0001\u007f",
        "'; drop table x; --",
        "%_\\",
        "שלום",
        "\u202Eabc"
      })
  void everythingElseIsPlainData(String text) {
    assertThat(Text.require("queue", text, 255)).isSameAs(text);
    assertThat(Text.clean(text, 255)).isEqualTo(text);
  }

  @Test
  void cleaningReplacesWhatCannotBeStored() {
    assertThat(Text.clean("a\0b\uD83Dc\uDE00d" + EMOJI, 100))
        .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd" + EMOJI);
    assertThat(Text.clean("\uD83D", 100)).isEqualTo("\uFFFD");
    assertThat(Text.clean("\uDE00\uD83D", 100)).isEqualTo("\uFFFD\uFFFD");
    assertThat(Text.clean("", 100)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "1, a", "2, a", "4, a", "5, a😀", "6, a😀b", "7, a😀b"})
  void cuttingNeverSplitsACharacter(int maxBytes, String expected) {
    assertThat(Text.clean("a😀b", maxBytes)).isEqualTo(expected);
  }

  @Test
  void shownTextStaysInItsLine() {
    assertThat(Text.oneLine("plain ü 😀 שלום \\")).isEqualTo("plain ü 😀 שלום \\");
    assertThat(Text.oneLine("a\r\nb\t")).isEqualTo("a\\u000D\\u000Ab\\u0009");
    assertThat(Text.oneLine("\u001b[31m\u007f\u0085")).isEqualTo("\\u001B[31m\\u007F\\u0085");
    assertThat(Text.oneLine("\u2028\u2029")).isEqualTo("\\u2028\\u2029");
    assertThat(Text.oneLine("\u202Eevil\u200B")).isEqualTo("\\u202Eevil\\u200B");
    assertThat(Text.oneLine("\uD83D")).isEqualTo("\\uD83D");
  }

  @Test
  void cleanedTextFitsAndIsStorableWhateverItWas() {
    StringBuilder everything = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      everything.append((char) c);
    }

    String cleaned = Text.clean(everything.toString(), 10_000);

    assertThat(Text.requireUpTo("text", cleaned, 10_000)).isEqualTo(cleaned);
    assertThat(cleaned.getBytes(StandardCharsets.UTF_8).length).isBetween(9_997, 10_000);
  }
}
