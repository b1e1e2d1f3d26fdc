package org.atomicagents.internal.schema.partial;

import java.io.StringWriter;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.schema.TextPatchMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes what has come to a value as a JSON Patch (RFC 6902); looks at nothing that was whole. */
public final class JsonPatchWriter {
  private final JsonGenerator out;
  private final TextPatchMode textMode;

  private JsonPatchWriter(JsonGenerator out, TextPatchMode texts) {
    this.out = out;
    this.textMode = texts;
  }

  public static String diff(
      @Nullable PartialNode before, @Nullable PartialNode after, TextPatchMode texts) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      out.writeStartArray();
      if (after != null) {
        new JsonPatchWriter(out, texts).writeChanges(before, after, "");
      }
      out.writeEndArray();
    }
    return text.toString();
  }

  private void writeChanges(@Nullable PartialNode before, PartialNode after, String pointer) {
    if (before == null) {
      writeOperation(pointer.isEmpty() ? "replace" : "add", pointer, after);
    } else if (before.isComplete()) {
      return;
    } else if (before instanceof PartialString old) {
      CharSequence now = after.text();
      if (now == null) {
        writeOperation("replace", pointer, after);
      } else if (now.length() > old.length()) {
        switch (textMode) {
          case REPLACE -> writeOperation("replace", pointer, after);
          case APPEND -> writeAppend(pointer, now.subSequence(old.length(), now.length()));
        }
      }
    } else {
      for (JsonPath.Step step : after.stepsSince(before.count())) {
        PartialNode there = after.childAt(step);
        if (there != null) {
          writeChanges(before.childAt(step), there, pointer + "/" + pointerToken(step));
        }
      }
    }
  }

  private void writeAppend(String pointer, CharSequence added) {
    out.writeStartObject();
    out.writeStringProperty("op", "append");
    out.writeStringProperty("path", pointer);
    out.writeStringProperty("value", added.toString());
    out.writeEndObject();
  }

  private void writeOperation(String operation, String pointer, PartialNode value) {
    out.writeStartObject();
    out.writeStringProperty("op", operation);
    out.writeStringProperty("path", pointer);
    out.writeName("value");
    value.write(out);
    out.writeEndObject();
  }

  // RFC 6901
  private static String pointerToken(JsonPath.Step step) {
    return switch (step) {
      case JsonPath.Key key -> key.name().replace("~", "~0").replace("/", "~1");
      case JsonPath.Index index -> Integer.toString(index.index());
    };
  }
}
