package io.celers.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static final int BYTES = 10_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [ ] ",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1.5e+10",
        "1E-400",
        "\"\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u00e9\\ud83d\\ude00 😀\"",
        "{\"a\":[1,{\"b\":null}],\"a\":2}",
        "\t\r\n[1 , 2 ]\n"
      })
  void jsonIsTaken(String json) {
    assertThat(Json.require("result", json, BYTES)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "True",
        "{",
        "}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "1 2",
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e401",
        "1e99999999999",
        "NaN",
        "Infinity",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "\"\\u0000\"",
        "\"\\ud83d\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\n\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ude00\"",
        "// no\n1",
        "\u00a01",
        "\u0000",
        "\"\ud83d\""
      })
  void whatPostgresWouldRefuseIsRefused(String json) {
    assertThatThrownBy(() -> Json.require("result", json, BYTES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("result must ");
  }

  @Test
  void nestingIsBounded() {
    String deepest = "[".repeat(Json.DEPTH + 1) + "]".repeat(Json.DEPTH + 1);

    assertThat(Json.require("result", deepest, BYTES)).isEqualTo(deepest);
    assertThatThrownBy(() -> Json.require("result", "[" + deepest + "]", BYTES))
        .hasMessageContaining("nesting deeper than 500");
    assertThatThrownBy(() -> Json.require("result", "[".repeat(BYTES), BYTES))
        .hasMessageContaining("nesting deeper than 500");
  }

  @Test
  void numbersAreBounded() {
    String longest = "1".repeat(Json.DIGITS);

    assertThat(Json.require("result", longest, BYTES)).isEqualTo(longest);
    assertThatThrownBy(() -> Json.require("result", longest + "1", BYTES))
        .hasMessageContaining("more than 500 characters");
  }

  @Test
  void sizeIsBoundedInBytes() {
    assertThat(Json.require("result", "\"éé\"", 6)).isEqualTo("\"éé\"");
    assertThatThrownBy(() -> Json.require("result", "\"ééé\"", 6))
        .hasMessage("result must have at most 6 bytes of UTF-8, has 8");
  }

  @Test
  void messagesTellThePlaceAndNotTheContent() {
    assertThatThrownBy(() -> Json.require("result", "{\"secret\":secret}", BYTES))
        .hasMessage("result must be JSON, found no value at index 10");
  }
}
