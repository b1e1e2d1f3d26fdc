package org.atomicagents.schema;

import java.io.StringWriter;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes what has come to a value as a JSON Patch (RFC 6902); looks at nothing that was whole. */
final class JsonPatch {
  private final JsonGenerator out;

  private JsonPatch(JsonGenerator out) {
    this.out = out;
  }

  static String between(@Nullable Grown before, @Nullable Grown after) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonText.generator(text)) {
      out.writeStartArray();
      if (after != null) {
        new JsonPatch(out).part(before, after, "");
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
      if (now == null || now.length() > old.length()) {
        change("replace", pointer, after);
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
