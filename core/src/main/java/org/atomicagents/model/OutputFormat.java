package org.atomicagents.model;

import java.util.List;
import java.util.Objects;
import org.atomicagents.internal.Demonstration;
import org.atomicagents.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * The format of an output: its JSON Schema, and the response mode in which it is requested.
 *
 * <p>A client sends {@link #effectiveSchema()} in the place that its protocol defines, and {@link
 * #instruct(List)} instead of the messages of the request. Immutable.
 *
 * @param fallbacks the modes to try if the provider refuses {@code mode}, best first; empty if the
 *     user chose the mode
 * @param name 1 to 64 letters, digits, {@code _} and {@code -}; also the name of the function in
 *     {@link ResponseMode#TOOL_CALL}
 * @param schema a JSON Schema (2020-12), as text
 * @param strictSchema the equivalent schema under the providers' rules for strict schemas, which is
 *     sent in {@link ResponseMode#JSON_SCHEMA} and {@link ResponseMode#DECISION}; null if there is
 *     none or the model does not support it
 * @param prompt how the model is asked for the output
 * @param promptSchema the schema as it is written in prompts, in the notation of {@code prompt}
 */
public record OutputFormat(
    ResponseMode mode,
    List<ResponseMode> fallbacks,
    String name,
    String description,
    String schema,
    @Nullable String strictSchema,
    PromptProfile prompt,
    String promptSchema) {

  private static final int MAX_NAME_LENGTH = 64;

  public OutputFormat {
    Objects.requireNonNull(mode, "mode");
    fallbacks = List.copyOf(fallbacks);
    requireName(name);
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(promptSchema, "promptSchema");
  }

  /** Creates a format with the standard prompt, without fallbacks and without a strict schema. */
  public OutputFormat(ResponseMode mode, String name, String description, String schema) {
    this(mode, List.of(), name, description, schema, null, PromptProfile.STANDARD, schema);
  }

  /** Returns a copy with another response mode. */
  public OutputFormat withMode(ResponseMode newMode) {
    return new OutputFormat(
        newMode, fallbacks, name, description, schema, strictSchema, prompt, promptSchema);
  }

  /** Returns a copy with other fallback modes. */
  public OutputFormat withFallbacks(List<ResponseMode> modes) {
    return new OutputFormat(
        mode, modes, name, description, schema, strictSchema, prompt, promptSchema);
  }

  /** Returns a copy with another strict schema, or without one. */
  public OutputFormat withStrictSchema(@Nullable String strict) {
    return new OutputFormat(
        mode, fallbacks, name, description, schema, strict, prompt, promptSchema);
  }

  /**
   * Returns a copy with another name, description and schema, but the same modes. Prompts contain
   * the schema as JSON Schema.
   */
  public OutputFormat withShape(
      String newName, String newDescription, String newSchema, @Nullable String newStrictSchema) {
    PromptProfile jsonPrompt = prompt.withNotation(SchemaNotation.JSON_SCHEMA);
    return new OutputFormat(
        mode,
        fallbacks,
        newName,
        newDescription,
        newSchema,
        newStrictSchema,
        jsonPrompt,
        newSchema);
  }

  /**
   * Returns a copy with another prompt.
   *
   * @param newPromptSchema the schema in the notation of the profile
   */
  public OutputFormat withPrompt(PromptProfile newPrompt, String newPromptSchema) {
    return new OutputFormat(
        mode, fallbacks, name, description, schema, strictSchema, newPrompt, newPromptSchema);
  }

  /**
   * Returns the format for a model with other capabilities, as far as it can be derived without the
   * type of the output: a chosen mode that the model supports is kept, and so is {@link
   * ResponseMode#DECISION}.
   */
  OutputFormat forCapabilities(ModelCapabilities other) {
    boolean isDecision = mode == ResponseMode.DECISION;
    boolean isKept = (isDecision || fallbacks.isEmpty()) && other.modes().contains(mode);
    ResponseMode newMode = isKept ? mode : other.preferredMode();
    PromptProfile otherPrompt = other.prompt();
    boolean isSameNotation = otherPrompt.notation() == prompt.notation();
    return new OutputFormat(
        newMode,
        isKept && !isDecision ? List.of() : other.fallbacks(newMode),
        name,
        description,
        schema,
        other.strictSchemas() ? strictSchema : null,
        isSameNotation ? otherPrompt : otherPrompt.withNotation(SchemaNotation.JSON_SCHEMA),
        isSameNotation ? promptSchema : schema);
  }

  /** Returns the format in its next fallback mode; null if it has no fallbacks. */
  public @Nullable OutputFormat nextMode() {
    return fallbacks.isEmpty()
        ? null
        : withMode(fallbacks.getFirst()).withFallbacks(fallbacks.subList(1, fallbacks.size()));
  }

  /** Returns the schema to send in the response mode: the strict one if it applies. */
  public String effectiveSchema() {
    return strictSchema != null && mode.sendsSchema() ? strictSchema : schema;
  }

  /** Returns whether the strict schema is sent. */
  public boolean isStrict() {
    return strictSchema != null && mode.sendsSchema();
  }

  /** Returns whether the schema is part of the prompt. */
  public boolean isPrompted() {
    return mode.isPrompted() || prompt.schemaInAllModes();
  }

  /** Returns whether the prompt begins with an example of another type. */
  public boolean isDemonstrated() {
    return prompt.demonstration()
        && !mode.sendsSchema()
        && prompt.notation() == SchemaNotation.TYPE_DEFINITION
        && isPrompted();
  }

  /** Returns the words of the example's values; empty if the prompt contains no example. */
  public List<String> demonstratedWords() {
    return isDemonstrated() ? Demonstration.WORDS : List.of();
  }

  /**
   * Returns the messages to send: with an instruction to respond with JSON of the schema if the
   * schema {@linkplain #isPrompted() is part of the prompt}, else unchanged.
   *
   * <p>The instruction is appended after a blank line to the message that the prompt profile
   * states; a system message is added if there is no such message. The profile can add an example
   * before the first message of a user.
   */
  public List<Message> instruct(List<Message> messages) {
    return isPrompted() ? SchemaInstruction.add(this, messages) : messages;
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
