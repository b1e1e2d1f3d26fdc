package org.atomicagents.internal.schema.type;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/** An enum, written as the names of its constants. */
public final class EnumNode implements TypeNode {
  private final String name;
  private final String description;
  private final Map<String, Object> byName;
  private final Map<Object, String> names;
  private final Map<String, String> constantDescriptions;

  /**
   * An enum.
   *
   * @param byName the constants by their JSON names, in the order of their declaration
   * @param description what the enum means, or empty
   * @param meanings what each constant means, by JSON name; nothing for those that say nothing
   */
  public EnumNode(
      String name, String description, Map<String, Object> byName, Map<String, String> meanings) {
    this.name = name;
    this.description = description;
    this.byName = new LinkedHashMap<>(byName);
    this.names = new LinkedHashMap<>();
    byName.forEach((text, constant) -> names.put(constant, text));
    this.constantDescriptions = new LinkedHashMap<>(meanings);
  }

  public String name() {
    return name;
  }

  /** What the enum means, and each of its constants as far as they say. */
  public String description() {
    if (constantDescriptions.isEmpty()) {
      return description;
    }
    String each =
        constantDescriptions.entrySet().stream()
            .map(meaning -> meaning.getKey() + ": " + meaning.getValue())
            .collect(Collectors.joining("; "));
    return description.isEmpty() ? each : description + " (" + each + ")";
  }

  /** What the constants are called, in the order of their declaration. */
  public Collection<String> names() {
    return byName.keySet();
  }

  /** What a constant means, in the words of its description; null if there are none. */
  @Nullable String constantDescription(String jsonName) {
    return constantDescriptions.get(jsonName);
  }

  @Nullable Object constant(String jsonName) {
    return byName.get(jsonName);
  }

  String nameOf(Object constant) {
    String known = names.get(constant);
    if (known == null) {
      throw new IllegalArgumentException(constant + " is no constant of " + name);
    }
    return known;
  }

  public String expected() {
    return "one of [" + String.join(", ", byName.keySet()) + "]";
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    if (in.parser.currentToken() == JsonToken.VALUE_STRING) {
      Object constant = byName.get(in.parser.getString());
      if (constant != null) {
        return constant;
      }
    }
    in.reject(expected());
    return null;
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeString(nameOf(value));
  }
}
