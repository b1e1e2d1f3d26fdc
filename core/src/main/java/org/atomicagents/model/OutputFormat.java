package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.jspecify.annotations.Nullable;

/**
 * The format of an output: its JSON Schema, and the response mode in which it is requested.
 *
 * <p>A client sends {@link #effectiveSchema()} in the place that its protocol defines. In the
 * prompted modes it sends {@link #instruct(List)} instead of the messages of the request.
 * Immutable.
 *
 * @param fallbacks the modes to try if the provider refuses {@code mode}, best first; empty if the
 *     user chose the mode
 * @param name 1 to 64 letters, digits, {@code _} and {@code -}; also the name of the function in
 *     {@link ResponseMode#TOOL_CALL}
 * @param schema a JSON Schema (2020-12), as text
 * @param strictSchema the equivalent schema under the providers' rules for strict schemas, which is
 *     sent in {@link ResponseMode#JSON_SCHEMA}; null if there is none or the model does not support
 *     it
 */
public record OutputFormat(
    ResponseMode mode,
    List<ResponseMode> fallbacks,
    String name,
    String description,
    String schema,
    @Nullable String strictSchema) {

  private static final int MAX_NAME_LENGTH = 64;

  public OutputFormat {
    Objects.requireNonNull(mode, "mode");
    fallbacks = List.copyOf(fallbacks);
    requireName(name);
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(schema, "schema");
  }

  /** Creates a format without fallbacks and without a strict schema. */
  public OutputFormat(ResponseMode mode, String name, String description, String schema) {
    this(mode, List.of(), name, description, schema, null);
  }

  /** Returns a copy with another response mode. */
  public OutputFormat withMode(ResponseMode newMode) {
    return new OutputFormat(newMode, fallbacks, name, description, schema, strictSchema);
  }

  /** Returns a copy with other fallback modes. */
  public OutputFormat withFallbacks(List<ResponseMode> modes) {
    return new OutputFormat(mode, modes, name, description, schema, strictSchema);
  }

  /** Returns a copy with another strict schema, or without one. */
  public OutputFormat withStrictSchema(@Nullable String strict) {
    return new OutputFormat(mode, fallbacks, name, description, schema, strict);
  }

  /** Returns a copy with another name, description and schema, but the same modes. */
  public OutputFormat withShape(
      String newName, String newDescription, String newSchema, @Nullable String newStrictSchema) {
    return new OutputFormat(mode, fallbacks, newName, newDescription, newSchema, newStrictSchema);
  }

  /** Returns the schema to send in the response mode: the strict one if it applies. */
  public String effectiveSchema() {
    return mode == ResponseMode.JSON_SCHEMA && strictSchema != null ? strictSchema : schema;
  }

  /** Returns whether the strict schema is sent. */
  public boolean isStrict() {
    return mode == ResponseMode.JSON_SCHEMA && strictSchema != null;
  }

  /**
   * Returns the messages with an instruction to respond with JSON that matches the schema.
   *
   * <p>The instruction is appended to the first message after a blank line if that is a system
   * message; otherwise it becomes the first message.
   */
  public List<Message> instruct(List<Message> messages) {
    String instruction =
        "Respond with one JSON object that matches this JSON Schema, and no other text:\n" + schema;
    var instructed = new ArrayList<Message>(messages.size() + 1);
    if (!messages.isEmpty() && messages.get(0).role() == Role.SYSTEM) {
      instructed.add(Message.system(messages.get(0).text() + "\n\n" + instruction));
      instructed.addAll(messages.subList(1, messages.size()));
    } else {
      instructed.add(Message.system(instruction));
      instructed.addAll(messages);
    }
    return List.copyOf(instructed);
  }

  /** Returns a valid name: invalid characters become {@code _}, and it is truncated to 64. */
  public static String nameFrom(String name) {
    if (isName(name)) {
      return name;
    }
    var allowed = new StringBuilder(name.length());
    name.chars().forEach(c -> allowed.append(isNameCharacter(c) ? (char) c : '_'));
    return allowed.length() <= MAX_NAME_LENGTH
        ? allowed.toString()
        : allowed.substring(0, MAX_NAME_LENGTH);
  }

  @Override
  public String toString() {
    return "OutputFormat[" + mode + ", " + name + ", schema=" + schema.length() + " characters]";
  }

  static void requireName(String name) {
    Objects.requireNonNull(name, "name");
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "name: expected 1 to 64 letters, digits, _ or -, found \"" + name + "\"");
    }
  }

  // A loop and not a stream: called in every run.
  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isNameCharacter(name.charAt(i))) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
