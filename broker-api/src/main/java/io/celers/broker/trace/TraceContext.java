package io.celers.broker.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a trace something happens, in the words of the W3C recommendation "Trace Context".
 *
 * @param traceparent version, trace id, parent id and flags
 * @param tracestate what the vendors of tracing systems add; one that breaks the rules is left out,
 *     as the recommendation has it
 */
public record TraceContext(String traceparent, Optional<String> tracestate) {

  /** Name of the header that every context has. */
  public static final String TRACEPARENT = "traceparent";

  /** Name of the header that some have as well. */
  public static final String TRACESTATE = "tracestate";

  // Versions after 00 may append fields, each after a dash; ff is forbidden, and so are ids of
  // zeros alone.
  private static final Pattern PARENT =
      Pattern.compile(
          "(?!ff)(?<version>[0-9a-f]{2})-(?!0{32})(?<trace>[0-9a-f]{32})"
              + "-(?!0{16})(?<parent>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?");

  private static final String KEY = "[a-z0-9][a-z0-9_\\-*/@]{0,255}";
  private static final String VALUE =
      "[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]";
  private static final Pattern MEMBER = Pattern.compile("[ \t]*" + KEY + "=" + VALUE + "[ \t]*");
  private static final Pattern EMPTY = Pattern.compile("[ \t]*");
  private static final int MEMBERS = 32;

  /**
   * Checks the traceparent.
   *
   * @throws IllegalArgumentException if it breaks the rules
   */
  public TraceContext {
    if (!isTraceparent(traceparent)) {
      throw new IllegalArgumentException(
          "traceparent must be version-traceid-parentid-flags in lower-case hex, was "
              + traceparent);
    }
    tracestate = tracestate.filter(TraceContext::isTracestate);
  }

  /** The context that headers carry; empty if they carry none, or one that breaks the rules. */
  public static Optional<TraceContext> from(Map<String, String> headers) {
    return Optional.ofNullable(headers.get(TRACEPARENT))
        .filter(TraceContext::isTraceparent)
        .map(parent -> new TraceContext(parent, Optional.ofNullable(headers.get(TRACESTATE))));
  }

  /** The headers that carry it. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(TRACEPARENT, traceparent);
    tracestate.ifPresent(state -> headers.put(TRACESTATE, state));
    return headers;
  }

  /** The trace, 32 digits. */
  public String traceId() {
    return part("trace");
  }

  /** The span that caused this, 16 digits. */
  public String parentId() {
    return part("parent");
  }

  /** Whether the caller may have recorded the trace. */
  public boolean sampled() {
    return (Integer.parseInt(part("flags"), 16) & 1) == 1;
  }

  private String part(String name) {
    Matcher matcher = PARENT.matcher(traceparent);
    if (!matcher.matches()) {
      throw new IllegalStateException("checked when it was made: " + traceparent);
    }
    return matcher.group(name);
  }

  private static boolean isTraceparent(String text) {
    Matcher matcher = PARENT.matcher(text);
    return matcher.matches()
        && (matcher.group("more") == null || !matcher.group("version").equals("00"));
  }

  /** A list of up to 32 members, of which some may be empty. */
  private static boolean isTracestate(String text) {
    String[] members = text.split(",", -1);
    int filled = 0;
    for (String member : members) {
      if (!EMPTY.matcher(member).matches()) {
        filled++;
        if (!MEMBER.matcher(member).matches()) {
          return false;
        }
      }
    }
    return filled > 0 && filled <= MEMBERS;
  }
}
