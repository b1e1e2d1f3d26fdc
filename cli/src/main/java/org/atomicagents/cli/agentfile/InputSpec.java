package org.atomicagents.cli.agentfile;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.atomicagents.BasicChatInput;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The input schema of an agent, and the conversion of text to its values.
 *
 * @param form the interpretation of a text
 */
public record InputSpec(Schema<JsonNode> schema, InputForm form) {
  private static final String WRAPPED = "$.value";

  /** The interpretation of a text. */
  enum InputForm {
    /** The text is a chat message. */
    TEXT,
    /** The text is a JSON object. */
    OBJECT,
    /** The text is a JSON value that {@link Schema} wraps in an object for the model. */
    VALUE
  }

  /** Returns whether inputs are chat messages, because the file has no input schema. */
  public boolean isText() {
    return form == InputForm.TEXT;
  }

  /** Returns the input of an agent without an input schema: plain text. */
  static InputSpec ofText() {
    return new InputSpec(Schema.of(Schema.of(BasicChatInput.class).jsonSchema()), InputForm.TEXT);
  }

  static InputSpec of(JsonNode jsonSchema) {
    boolean object = jsonSchema.path("type").asString("").equals("object");
    return new InputSpec(
        Schema.of(jsonSchema.toString()), object ? InputForm.OBJECT : InputForm.VALUE);
  }

  /**
   * Returns the input value of a text.
   *
   * @throws CommandException if the text does not match the schema
   */
  public JsonNode read(String agent, String text) {
    if (form == InputForm.TEXT) {
      if (text.isBlank()) {
        throw inputFailure(agent, "  expected text, found nothing");
      }
      return JsonNodeFactory.instance.objectNode().put("chat_message", text.strip());
    }
    return read(agent, json(agent, text));
  }

  /**
   * Returns the items of a file of JSON Lines. Without an input schema, a line is a JSON text, or
   * an object with the key {@code chat_message}.
   *
   * @throws CommandException if the file cannot be opened
   */
  public JsonLinesReader<JsonNode> open(String agent, Path file) {
    try {
      return form == InputForm.OBJECT
          ? JsonLinesReader.open(file, schema)
          : JsonLinesReader.open(file).map(line -> readLine(agent, line));
    } catch (UncheckedIOException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the items of a stream of JSON Lines; see {@link #open(String, Path)}. */
  public JsonLinesReader<JsonNode> open(String agent, InputStream in, String name) {
    return form == InputForm.OBJECT
        ? JsonLinesReader.of(in, name, schema)
        : JsonLinesReader.of(in, name).map(line -> readLine(agent, line));
  }

  private JsonNode readLine(String agent, JsonNode line) {
    if (form == InputForm.TEXT && line.isString()) {
      return read(agent, line.asString());
    }
    return read(agent, line);
  }

  private JsonNode read(String agent, JsonNode parsed) {
    JsonNode wire =
        form != InputForm.VALUE
            ? parsed
            : JsonNodeFactory.instance.objectNode().set("value", parsed);
    ReadResult<JsonNode> read = schema.read(wire.toString(), Strictness.STRICT);
    if (read.value() == null) {
      throw inputFailure(
          agent, Violation.lines(read.violations().stream().map(this::unwrapPath).toList()));
    }
    return read.value();
  }

  private static JsonNode json(String agent, String text) {
    try {
      return JsonReader.read("input", text).json();
    } catch (SourceException e) {
      throw inputFailure(agent, "  " + e.getMessage());
    }
  }

  private Violation unwrapPath(Violation violation) {
    String path = violation.path();
    return form == InputForm.VALUE && path.startsWith(WRAPPED)
        ? new Violation(
            "$" + path.substring(WRAPPED.length()), violation.expected(), violation.found())
        : violation;
  }

  private static CommandException inputFailure(String agent, String problems) {
    return new CommandException(
        ExitCode.INPUT, "Agent '%s' received an invalid input:\n%s".formatted(agent, problems));
  }
}
