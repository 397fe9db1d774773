package io.celers.broker.jooq.internal.transfer;

import io.celers.broker.internal.JsonString;
import java.util.Map;

/** The line that says what a file is. */
final class FirstLine {

  private static final String FORMAT = JsonString.of("celers-export");

  /** Raised by a release that writes what an older one cannot read. */
  private static final String VERSION = "1";

  private FirstLine() {}

  static String of(Kind<?> kind) {
    return "{\"format\":%s,\"version\":%s,\"kind\":%s}"
        .formatted(FORMAT, VERSION, JsonString.of(kind.name()));
  }

  static void check(Map<String, String> members, Kind<?> kind) throws Refused {
    require(members, "format", FORMAT);
    require(members, "version", VERSION);
    require(members, "kind", JsonString.of(kind.name()));
  }

  private static void require(Map<String, String> members, String name, String expected)
      throws Refused {
    if (!expected.equals(members.get(name))) {
      throw new Refused(name, "must be " + expected);
    }
  }
}
