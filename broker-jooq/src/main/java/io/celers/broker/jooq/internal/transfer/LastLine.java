package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.internal.JsonString;
import java.util.Map;

/**
 * The line that proves that a file is whole: how many rows there are, and the SHA-256 of all lines
 * before it. Who changes a file by hand may leave the digest out.
 */
final class LastLine {

  private static final String ROWS = "rows";
  private static final String DIGEST = "sha256";

  private LastLine() {}

  static String of(long rows, String digest) {
    return "{\"%s\":%d,\"%s\":%s}".formatted(ROWS, rows, DIGEST, JsonString.of(digest));
  }

  static boolean isIt(Map<String, String> members) {
    return members.containsKey(ROWS);
  }

  static void check(Map<String, String> members, long rows, String digest) throws Refused {
    if (!String.valueOf(rows).equals(members.get(ROWS))) {
      throw new Refused(ROWS, "must be " + rows + ", as many as there are before it");
    }
    String expected = members.get(DIGEST);
    if (expected != null && !expected.equals(JsonString.of(digest))) {
      throw new Refused(DIGEST, "must be " + digest + ", that of the lines before it");
    }
  }
}
