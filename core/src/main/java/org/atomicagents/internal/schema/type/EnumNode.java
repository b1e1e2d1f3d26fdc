package org.atomicagents.internal.schema.type;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The type of an enum, whose constants are encoded by name. */
public final class EnumNode implements TypeNode {
  private final String name;
  private final String description;
  private final Map<String, Object> constantsByName;
  private final Map<Object, String> namesByConstant;
  private final String[] jsonNames;
  private final String[] quotedNames;
  private final Object[] constants;
  private final Map<String, String> constantDescriptions;
  private final List<NameMatcher.Spelling> spellings = new ArrayList<>();

  /**
   * Creates the node of an enum.
   *
   * @param description the description of the enum; empty if there is none
   * @param constantsByName the constants by JSON name, in the order of their declaration
   * @param constantDescriptions the descriptions by JSON name of the constants that have one
   */
  public EnumNode(
      String name,
      String description,
      Map<String, Object> constantsByName,
      Map<String, String> constantDescriptions) {
    this.name = name;
    this.description = description;
    this.constantsByName = new LinkedHashMap<>(constantsByName);
    this.jsonNames = constantsByName.keySet().toArray(new String[0]);
    this.quotedNames = constantsByName.keySet().stream().map(JsonIo::quote).toArray(String[]::new);
    this.constants = constantsByName.values().toArray();
    this.namesByConstant = new LinkedHashMap<>();
    constantsByName.forEach((jsonName, constant) -> namesByConstant.put(constant, jsonName));
    this.constantDescriptions = new LinkedHashMap<>(constantDescriptions);
    names().forEach(jsonName -> spellings.add(NameMatcher.Spelling.of(jsonName, jsonName)));
    constantDescriptions.forEach(
        (jsonName, text) -> spellings.add(NameMatcher.Spelling.of(jsonName, text)));
  }

  public String name() {
    return name;
  }

  /** Returns the description of the enum, followed by those of its constants. */
  public String description() {
    if (constantDescriptions.isEmpty()) {
      return description;
    }
    String constants =
        constantDescriptions.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining("; "));
    return description.isEmpty() ? constants : description + " (" + constants + ")";
  }

  /** Returns the JSON names of the constants in the order of their declaration. */
  public Collection<String> names() {
    return constantsByName.keySet();
  }

  /** Returns the names and the descriptions of the constants. */
  List<NameMatcher.Spelling> spellings() {
    return spellings;
  }

  @Nullable Object constant(String jsonName) {
    return constantsByName.get(jsonName);
  }

  String nameOf(Object constant) {
    String jsonName = namesByConstant.get(constant);
    if (jsonName == null) {
      throw new IllegalArgumentException(constant + " is not a constant of " + name);
    }
    return jsonName;
  }

  public String expected() {
    return "one of [" + String.join(", ", constantsByName.keySet()) + "]";
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    if (in.parser.currentToken() == JsonToken.VALUE_STRING) {
      Object constant = findConstant(in.parser);
      if (constant != null) {
        return constant;
      }
    }
    in.reject(expected());
    return null;
  }

  @Override
  public boolean isPlain() {
    return true;
  }

  @Override
  public @Nullable Object decodePlain(PlainJsonReader in) {
    int index = in.readOneOf(quotedNames);
    return index < 0 ? null : constants[index];
  }

  /**
   * Returns the constant that the current string names; null if there is none.
   *
   * <p>Compares the characters of the parser: a string would be garbage after the comparison.
   */
  private @Nullable Object findConstant(JsonParser parser) {
    char[] text = parser.getStringCharacters();
    int start = parser.getStringOffset();
    int length = parser.getStringLength();
    for (int i = 0; i < jsonNames.length; i++) {
      if (isEqual(jsonNames[i], text, start, length)) {
        return constants[i];
      }
    }
    return null;
  }

  private static boolean isEqual(String name, char[] text, int start, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != text[start + i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeString(nameOf(value));
  }
}
