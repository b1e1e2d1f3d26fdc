package org.atomicagents.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/** An enum, written as the names of its constants. */
final class EnumNode implements TypeNode {
  private final String name;
  private final Map<String, Object> byName;
  private final Map<Object, String> names;
  private final String description;

  /**
   * An enum.
   *
   * @param byName the constants by their JSON names, in the order of their declaration
   * @param description what the enum means, or empty
   */
  EnumNode(String name, Map<String, Object> byName, String description) {
    this.name = name;
    this.byName = new LinkedHashMap<>(byName);
    this.names = new LinkedHashMap<>();
    byName.forEach((text, constant) -> names.put(constant, text));
    this.description = description;
  }

  String name() {
    return name;
  }

  String description() {
    return description;
  }

  @Override
  public @Nullable Object decode(Decoding in) {
    if (in.parser.currentToken() == JsonToken.VALUE_STRING) {
      Object constant = byName.get(in.parser.getString());
      if (constant != null) {
        return constant;
      }
    }
    in.reject("one of [" + String.join(", ", byName.keySet()) + "]");
    return null;
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeString(names.get(value));
  }

  @Override
  public void describe(SchemaWriter out) {
    out.text("type", "string");
    out.texts("enum", byName.keySet());
  }
}
