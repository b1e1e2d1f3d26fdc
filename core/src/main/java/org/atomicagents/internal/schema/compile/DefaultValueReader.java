package org.atomicagents.internal.schema.compile;

import java.io.StringWriter;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.internal.schema.type.DefaultValue;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Reads the defaults of components, which their annotations give as text. */
final class DefaultValueReader {
  private DefaultValueReader() {}

  /** The slot with a default: its JSON, or for what is written as a string the text itself. */
  static TypeUse withDefault(TypeUse slot, String text, String where) {
    String json = isText(slot.type()) ? quoted(text) : text;
    return new TypeUse(
        slot.type(),
        slot.nullable(),
        new DefaultValue(json, decodeDefault(slot, json, where)),
        slot.constraints(),
        slot.description());
  }

  private static @Nullable Object decodeDefault(TypeUse slot, String json, String where) {
    try (JsonParser parser = JsonIo.parser(json)) {
      var in = new DecodeContext(parser, json, DecodeContext.DecodeMode.STRICT, null);
      ViolationCollector checked = in.enableConstraintChecks();
      in.nextToken();
      Object value = slot.decode(in);
      if (!in.hasViolations()) {
        in.requireEnd();
      }
      List<Violation> found = in.hasViolations() ? in.violations() : checked.relativeViolations();
      if (found.isEmpty()) {
        return value;
      }
      throw invalidDefault(where, json, found.getFirst().toString());
    } catch (JacksonException e) {
      throw invalidDefault(where, json, e.getOriginalMessage());
    }
  }

  private static ConfigurationException invalidDefault(String where, String json, String why) {
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
