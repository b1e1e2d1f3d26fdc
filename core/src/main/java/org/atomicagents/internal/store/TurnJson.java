package org.atomicagents.internal.store;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.Turn;
import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON form of a turn. Its first key is the number of the format, so that a later version can
 * read turns of this one.
 *
 * <p>Immutable and thread-safe.
 */
public final class TurnJson {
  private static final String FORMAT = "1";

  private final EntryJson entries;

  /** Creates the form of turns with values of registered types. */
  public TurnJson(TypeRegistry types) {
    this.entries = new EntryJson(types);
  }

  /**
   * Returns a turn as compact JSON.
   *
   * @throws IllegalArgumentException if a value is of an unknown type
   */
  public String write(Turn turn) {
    return text(json -> {
      json.writeStartObject();
      json.writeStringProperty("format", FORMAT);
      json.writeStringProperty("id", turn.id());
      Instant time = turn.committedAt();
      if (time != null) {
        json.writeStringProperty("committedAt", time.toString());
      }
      if (turn.isPinned()) {
        json.writeBooleanProperty("isPinned", true);
      }
      json.writeArrayPropertyStart("entries");
      turn.entries().forEach(entry -> entries.write(json, entry));
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  static String text(Consumer<JsonGenerator> writer) {
    var text = new StringWriter();
    try (JsonGenerator json = JsonIo.generator(text)) {
      writer.accept(json);
    }
    return escapeLoneSurrogates(text.toString());
  }

  // UTF-8 cannot express half of a surrogate pair, which an escape in a response can produce; an
  // encoder replaces it by a question mark. In JSON, it can only occur inside of a string.
  private static String escapeLoneSurrogates(String json) {
    StringBuilder escaped = null;
    int copied = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < json.length()
          && Character.isLowSurrogate(json.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        escaped = escaped == null ? new StringBuilder(json.length() + 6) : escaped;
        escaped.append(json, copied, i).append("\\u").append(HexFormat.of().toHexDigits(c));
        copied = i + 1;
      }
    }
    return escaped == null ? json : escaped.append(json, copied, json.length()).toString();
  }

  /**
   * Returns the turn of a text.
   *
   * @throws IllegalArgumentException if the text is not a turn; the message begins with the
   *     location, such as {@code $.entries[0].type}
   */
  public Turn read(String text) {
    JsonObjectReader json = JsonObjectReader.of(text);
    if (!json.text("format").equals(FORMAT)) {
      throw json.expected("format", '"' + FORMAT + '"');
    }
    String id = json.text("id");
    Instant time = instant(json, "committedAt");
    boolean isPinned = json.flag("isPinned");
    List<ChatEntry> read = json.objects("entries").stream().map(entries::read).toList();
    json.requireNoOtherKeys();
    if (read.isEmpty()) {
      throw json.expected("entries", "at least one entry");
    }
    return new Turn(id, read, time, isPinned);
  }

  private static @Nullable Instant instant(JsonObjectReader json, String key) {
    try {
      return json.optionalText(key).map(Instant::parse).orElse(null);
    } catch (DateTimeException e) {
      IllegalArgumentException problem = json.expected(key, "a time such as 2026-01-31T12:00:00Z");
      problem.addSuppressed(e);
      throw problem;
    }
  }
}
