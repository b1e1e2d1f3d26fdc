package org.atomicagents.schema;

import java.io.StringWriter;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes what has come to a value as a JSON Patch (RFC 6902); looks at nothing that was whole. */
final class JsonPatch {
  private final JsonGenerator out;
  private final TextPatch texts;

  private JsonPatch(JsonGenerator out, TextPatch texts) {
    this.out = out;
    this.texts = texts;
  }

  static String between(@Nullable Grown before, @Nullable Grown after, TextPatch texts) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      out.writeStartArray();
      if (after != null) {
        new JsonPatch(out, texts).part(before, after, "");
      }
      out.writeEndArray();
    }
    return text.toString();
  }

  private void part(@Nullable Grown before, Grown after, String pointer) {
    if (before == null) {
      change(pointer.isEmpty() ? "replace" : "add", pointer, after);
    } else if (before.isWhole()) {
      return;
    } else if (before instanceof GrownText old) {
      CharSequence now = after.text();
      if (now == null) {
        change("replace", pointer, after);
      } else if (now.length() > old.length()) {
        switch (texts) {
          case REPLACE -> change("replace", pointer, after);
          case APPEND -> append(pointer, now.subSequence(old.length(), now.length()));
        }
      }
    } else {
      for (JsonPath.Step step : after.stepsSince(before.count())) {
        Grown there = after.at(step);
        if (there != null) {
          part(before.at(step), there, pointer + "/" + token(step));
        }
      }
    }
  }

  private void append(String pointer, CharSequence added) {
    out.writeStartObject();
    out.writeStringProperty("op", "append");
    out.writeStringProperty("path", pointer);
    out.writeStringProperty("value", added.toString());
    out.writeEndObject();
  }

  private void change(String operation, String pointer, Grown value) {
    out.writeStartObject();
    out.writeStringProperty("op", operation);
    out.writeStringProperty("path", pointer);
    out.writeName("value");
    value.write(out);
    out.writeEndObject();
  }

  // RFC 6901
  private static String token(JsonPath.Step step) {
    return switch (step) {
      case JsonPath.Key key -> key.name().replace("~", "~0").replace("/", "~1");
      case JsonPath.Index index -> Integer.toString(index.index());
    };
  }
}
