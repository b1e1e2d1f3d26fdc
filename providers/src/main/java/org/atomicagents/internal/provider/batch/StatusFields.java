package org.atomicagents.internal.provider.batch;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of the JSON object that describes a batch.
 *
 * <p>Missing and malformed values are left out, since the state of a batch is known without them.
 */
public record StatusFields(JsonNode object) {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  /** Returns a number of requests, which some providers send as text; 0 if there is none. */
  public long count(String field) {
    JsonNode value = object.path(field);
    String text = value.isValueNode() ? value.asString("") : "";
    return COUNT.matcher(text).matches() ? Long.parseLong(text) : 0;
  }

  /** Returns a text; empty if there is none. */
  public String text(String field) {
    return object.path(field).asString("");
  }

  /** Returns a time in the format of RFC 3339; null if there is none. */
  public @Nullable Instant time(String field) {
    try {
      String text = text(field);
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Returns a time in seconds since 1970; null if there is none. */
  public @Nullable Instant epochTime(String field) {
    long seconds = count(field);
    return seconds <= 0 || seconds > Instant.MAX.getEpochSecond()
        ? null
        : Instant.ofEpochSecond(seconds);
  }
}
