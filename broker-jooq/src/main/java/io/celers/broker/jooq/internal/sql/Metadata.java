package io.celers.broker.jooq.internal.sql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.JSONB;
import org.jooq.tools.json.JSONArray;
import org.jooq.tools.json.JSONObject;
import org.jooq.tools.json.JSONParser;
import org.jooq.tools.json.ParseException;

/**
 * Headers and tags as they are stored: {@code {"headers": {..}, "tags": [..]}}, each only if there
 * are any. Further members, which other versions may write, are left alone.
 */
public record Metadata(Map<String, String> headers, Set<String> tags) {

  private static final String HEADERS = "headers";
  private static final String TAGS = "tags";
  private static final JSONB EMPTY = JSONB.valueOf("{}");
  private static final Metadata NONE = new Metadata(Map.of(), Set.of());

  /** As JSON. */
  public JSONB toJson() {
    if (headers.isEmpty() && tags.isEmpty()) {
      return EMPTY;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    if (!headers.isEmpty()) {
      members.put(HEADERS, headers);
    }
    if (!tags.isEmpty()) {
      members.put(TAGS, new JSONArray(List.copyOf(tags)));
    }
    return JSONB.valueOf(JSONObject.toJSONString(members));
  }

  /** Reads what {@link #toJson()} wrote. */
  public static Metadata parse(JSONB json) {
    if (json.data().equals(EMPTY.data())) {
      return NONE;
    }
    try {
      Map<?, ?> members = (Map<?, ?>) new JSONParser().parse(json.data());
      Map<String, String> headers = new LinkedHashMap<>();
      if (members.get(HEADERS) instanceof Map<?, ?> stored) {
        stored.forEach((name, value) -> headers.put((String) name, String.valueOf(value)));
      }
      Set<String> tags = new LinkedHashSet<>();
      if (members.get(TAGS) instanceof List<?> stored) {
        stored.forEach(tag -> tags.add((String) tag));
      }
      return new Metadata(Map.copyOf(headers), Set.copyOf(tags));
    } catch (ParseException e) {
      throw new IllegalStateException("metadata of a task is no JSON object", e);
    }
  }
}
