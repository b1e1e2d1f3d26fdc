package org.atomicagents.internal.schema.partial;

import java.io.StringWriter;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.schema.TextPatchMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the difference between two snapshots of a value as a JSON Patch (RFC 6902). Parts that
 * were complete are not compared.
 */
public final class JsonPatchWriter {
  private final JsonGenerator out;
  private final TextPatchMode textMode;

  private JsonPatchWriter(JsonGenerator out, TextPatchMode textMode) {
    this.out = out;
    this.textMode = textMode;
  }

  /**
   * Returns the patch from one snapshot to a later one; null is a value of which nothing is
   * visible.
   */
  public static String diff(
      @Nullable PartialNode before, @Nullable PartialNode after, TextPatchMode textMode) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      out.writeStartArray();
      if (after != null) {
        new JsonPatchWriter(out, textMode).writeChanges(before, after, "");
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
    } else if (before instanceof PartialString oldText) {
      CharSequence newText = after.text();
      if (newText == null) {
        writeOperation("replace", pointer, after);
      } else if (newText.length() > oldText.length()) {
        switch (textMode) {
          case REPLACE -> writeOperation("replace", pointer, after);
          case APPEND ->
              writeAppend(pointer, newText.subSequence(oldText.length(), newText.length()));
        }
      }
    } else {
      for (JsonPath.Step step : after.stepsSince(before.count())) {
        PartialNode child = after.childAt(step);
        if (child != null) {
          writeChanges(before.childAt(step), child, pointer + "/" + pointerToken(step));
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
