package org.atomicagents.cli.agentfile;

import org.atomicagents.BasicChatInput;
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
 * What an agent is asked, and how that comes out of a text.
 *
 * @param form how a text is taken
 */
public record InputSpec(Schema<JsonNode> schema, InputForm form) {
  private static final String WRAPPED = "$.value";

  /** How a text is taken. */
  enum InputForm {
    /** As it is: what somebody says. */
    TEXT,
    /** As the JSON of an object. */
    OBJECT,
    /** As the JSON of a value that goes to a model in an object, as {@link Schema} has it. */
    VALUE
  }

  /** What an agent is asked whose file doesn't say: anything in words. */
  static InputSpec ofText() {
    return new InputSpec(Schema.of(Schema.of(BasicChatInput.class).jsonSchema()), InputForm.TEXT);
  }

  static InputSpec of(JsonNode jsonSchema) {
    boolean object = jsonSchema.path("type").asString("").equals("object");
    return new InputSpec(
        Schema.of(jsonSchema.toString()), object ? InputForm.OBJECT : InputForm.VALUE);
  }

  /**
   * The value of a text.
   *
   * @throws CommandException if it doesn't fit
   */
  public JsonNode read(String agent, String text) {
    if (form == InputForm.TEXT) {
      if (text.isBlank()) {
        throw inputFailure(agent, "  expected a text, found nothing");
      }
      return JsonNodeFactory.instance.objectNode().put("chat_message", text.strip());
    }
    JsonNode given = json(agent, text);
    JsonNode wire =
        form == InputForm.OBJECT
            ? given
            : JsonNodeFactory.instance.objectNode().set("value", given);
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

  private static CommandException inputFailure(String agent, String why) {
    return new CommandException(
        ExitCode.INPUT, "Agent '%s' can't take this input:\n%s".formatted(agent, why));
  }
}
