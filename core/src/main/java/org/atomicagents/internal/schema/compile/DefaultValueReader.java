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

/** Reads the default values of components from the text in their annotations. */
final class DefaultValueReader {
  private DefaultValueReader() {}

  /**
   * Returns a copy with a default value.
   *
   * @param text the JSON of the value, or the unquoted text if the type is encoded as a string
   */
  static TypeUse withDefault(TypeUse slot, String text, String location) {
    String json = isEncodedAsString(slot.type()) ? quote(text) : text;
    return new TypeUse(
        slot.type(),
        slot.nullable(),
        new DefaultValue(json, decodeDefault(slot, json, location)),
        slot.constraints(),
        slot.description());
  }

  private static @Nullable Object decodeDefault(TypeUse slot, String json, String location) {
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
      throw invalidDefault(location, json, found.getFirst().toString());
    } catch (JacksonException e) {
      throw invalidDefault(location, json, e.getOriginalMessage());
    }
  }

  private static ConfigurationException invalidDefault(
      String location, String json, String reason) {
    return ConfigurationException.of(
        "%s: expected a default value of the component's type, found %s (%s). Correct @JsonProperty(defaultValue)."
            .formatted(location, json, reason));
  }

  private static boolean isEncodedAsString(TypeNode type) {
    return switch (type) {
      case EnumNode ignored -> true;
      case ScalarNode scalar -> scalar.jsonType().equals("string");
      case OptionalNode optional -> isEncodedAsString(optional.content().type());
      default -> false;
    };
  }

  private static String quote(String text) {
    var json = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(json)) {
      out.writeString(text);
    }
    return json.toString();
  }
}
