package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.jspecify.annotations.Nullable;

/**
 * The shape that an answer must have, and how the model is held to it.
 *
 * <p>A protocol puts {@link #schema()} where its wire format wants it. In the prompted modes it
 * sends {@link #instruct(List)} in the place of the request's messages.
 *
 * @param fallbacks the modes to try if the provider refuses {@code mode}, best first; none where
 *     the mode was chosen by the user
 * @param name letters, digits, {@code _} and {@code -}, 64 at most; also the name of the function
 *     in {@link ResponseMode#TOOL_CALL}
 * @param schema a JSON Schema (2020-12), as text
 * @param strictSchema the same shape in the rules that providers have for strict schemas, sent as
 *     such in {@link ResponseMode#JSON_SCHEMA}; null if it can't be said so, or isn't to be
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

  /** A shape that is asked for in one way only. */
  public OutputFormat(ResponseMode mode, String name, String description, String schema) {
    this(mode, List.of(), name, description, schema, null);
  }

  /** The same shape, asked for in another way. */
  public OutputFormat withMode(ResponseMode newMode) {
    return new OutputFormat(newMode, fallbacks, name, description, schema, strictSchema);
  }

  /** The same shape, with other ways to ask for it if the first is refused. */
  public OutputFormat withFallbacks(List<ResponseMode> modes) {
    return new OutputFormat(mode, modes, name, description, schema, strictSchema);
  }

  /** The same shape, with a strict schema, or none. */
  public OutputFormat withStrictSchema(@Nullable String strict) {
    return new OutputFormat(mode, fallbacks, name, description, schema, strict);
  }

  /** Another shape, asked for in the same ways. */
  public OutputFormat withShape(
      String newName, String newDescription, String newSchema, @Nullable String newStrictSchema) {
    return new OutputFormat(mode, fallbacks, newName, newDescription, newSchema, newStrictSchema);
  }

  /** The schema that goes to the model in this mode. */
  public String sentSchema() {
    return mode == ResponseMode.JSON_SCHEMA && strictSchema != null ? strictSchema : schema;
  }

  /** Whether the model is held to the strict schema. */
  public boolean isStrict() {
    return mode == ResponseMode.JSON_SCHEMA && strictSchema != null;
  }

  /**
   * The messages with the schema told in words: appended to the first system message after a blank
   * line, or in a system message of its own where there is none.
   */
  public List<Message> instruct(List<Message> messages) {
    String told =
        "Answer with one JSON object that fits this JSON Schema, and nothing else:\n" + schema;
    var instructed = new ArrayList<Message>(messages.size() + 1);
    if (!messages.isEmpty() && messages.get(0).role() == Role.SYSTEM) {
      instructed.add(Message.system(messages.get(0).text() + "\n\n" + told));
      instructed.addAll(messages.subList(1, messages.size()));
    } else {
      instructed.add(Message.system(told));
      instructed.addAll(messages);
    }
    return List.copyOf(instructed);
  }

  /** The nearest allowed name: what isn't allowed in it becomes {@code _}, and its end is cut. */
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

  // A loop and not a stream: this is done in every run.
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
