package org.atomicagents.cli;

import org.atomicagents.BasicChatInput;
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
record AgentInput(Schema<JsonNode> schema, Form form) {
  private static final String WRAPPED = "$.value";

  /** How a text is taken. */
  enum Form {
    /** As it is: what somebody says. */
    WORDS,
    /** As the JSON of an object. */
    OBJECT,
    /** As the JSON of a value that goes to a model in an object, as {@link Schema} has it. */
    VALUE
  }

  /** What an agent is asked whose file doesn't say: anything in words. */
  static AgentInput words() {
    return new AgentInput(Schema.of(Schema.of(BasicChatInput.class).jsonSchema()), Form.WORDS);
  }

  static AgentInput of(JsonNode jsonSchema) {
    boolean object = jsonSchema.path("type").asString("").equals("object");
    return new AgentInput(Schema.of(jsonSchema.toString()), object ? Form.OBJECT : Form.VALUE);
  }

  /**
   * The value of a text.
   *
   * @throws CommandFailure if it doesn't fit
   */
  JsonNode read(String agent, String text) {
    if (form == Form.WORDS) {
      if (text.isBlank()) {
        throw refused(agent, "  expected a text, found nothing");
      }
      return JsonNodeFactory.instance.objectNode().put("chat_message", text.strip());
    }
    JsonNode given = json(agent, text);
    JsonNode wire =
        form == Form.OBJECT ? given : JsonNodeFactory.instance.objectNode().set("value", given);
    ReadResult<JsonNode> read = schema.read(wire.toString(), Strictness.STRICT);
    if (read.value() == null) {
      throw refused(
          agent, Violation.lines(read.violations().stream().map(this::unwrapped).toList()));
    }
    return read.value();
  }

  private static JsonNode json(String agent, String text) {
    try {
      return JsonReader.read("input", text).json();
    } catch (SourceException e) {
      throw refused(agent, "  " + e.getMessage());
    }
  }

  private Violation unwrapped(Violation violation) {
    String path = violation.path();
    return form == Form.VALUE && path.startsWith(WRAPPED)
        ? new Violation(
            "$" + path.substring(WRAPPED.length()), violation.expected(), violation.found())
        : violation;
  }

  private static CommandFailure refused(String agent, String why) {
    return new CommandFailure(
        ExitCode.INPUT, "Agent '%s' can't take this input:\n%s".formatted(agent, why));
  }
}
