package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Reads the defaults of components, which their annotations give as text. */
final class Defaults {
  private Defaults() {}

  /** The slot with a default: its JSON, or for what is written as a string the text itself. */
  static Slot in(Slot slot, String text, String where) {
    String json = isText(slot.type()) ? quoted(text) : text;
    return new Slot(
        slot.type(),
        slot.nullable(),
        new Fallback(json, value(slot, json, where)),
        slot.constraints(),
        slot.description());
  }

  private static @Nullable Object value(Slot slot, String json, String where) {
    try (JsonParser parser = JsonIo.parser(json)) {
      var in = new Decoding(parser, json, Decoding.Manner.STRICT, null);
      Findings checked = in.checking();
      in.nextToken();
      Object value = slot.decode(in);
      if (!in.failed()) {
        in.requireEnd();
      }
      List<Violation> found = in.failed() ? in.violations() : checked.found();
      if (found.isEmpty()) {
        return value;
      }
      throw refused(where, json, found.getFirst().toString());
    } catch (JacksonException e) {
      throw refused(where, json, e.getOriginalMessage());
    }
  }

  private static ConfigurationException refused(String where, String json, String why) {
    return ConfigurationException.of(
        "%s: expected a default of its type, found %s (%s). Correct @JsonProperty(defaultValue)."
            .formatted(where, json, why));
  }

  private static boolean isText(TypeNode type) {
    return switch (type) {
      case EnumNode ignored -> true;
      case ScalarNode scalar -> scalar.jsonType().equals("string");
      case OptionalNode optional -> isText(optional.content().type());
      default -> false;
    };
  }

  private static String quoted(String text) {
    var json = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(json)) {
      out.writeString(text);
    }
    return json.toString();
  }
}
