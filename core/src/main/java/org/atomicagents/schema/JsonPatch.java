package org.atomicagents.schema;

import java.io.StringWriter;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes what has come to a value as a JSON Patch (RFC 6902); looks at nothing that was whole. */
final class JsonPatch {
  private final JsonGenerator out;
  private final @Nullable JsonGenerator appended;

  private JsonPatch(JsonGenerator out, @Nullable JsonGenerator appended) {
    this.out = out;
    this.appended = appended;
  }

  static String between(@Nullable Grown before, @Nullable Grown after) {
    var patch = new StringWriter();
    write(before, after, patch, null);
    return patch.toString();
  }

  static JsonGrowth growth(@Nullable Grown before, @Nullable Grown after) {
    var patch = new StringWriter();
    var appended = new StringWriter();
    try (JsonGenerator texts = JsonText.generator(appended)) {
      texts.writeStartArray();
      write(before, after, patch, texts);
      texts.writeEndArray();
    }
    return new JsonGrowth(patch.toString(), appended.toString());
  }

  private static void write(
      @Nullable Grown before,
      @Nullable Grown after,
      StringWriter patch,
      @Nullable JsonGenerator appended) {
    try (JsonGenerator out = JsonText.generator(patch)) {
      out.writeStartArray();
      if (after != null) {
        new JsonPatch(out, appended).part(before, after, "");
      }
      out.writeEndArray();
    }
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
        grown(old, now, pointer, after);
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

  private void grown(GrownText before, CharSequence now, String pointer, Grown after) {
    if (appended == null) {
      change("replace", pointer, after);
    } else {
      appended.writeStartObject();
      appended.writeStringProperty("path", pointer);
      appended.writeStringProperty(
          "value", now.subSequence(before.length(), now.length()).toString());
      appended.writeEndObject();
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
