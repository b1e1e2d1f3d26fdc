package org.atomicagents.examples;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.schema.Schema;
import tools.jackson.databind.JsonNode;

/** An output defined by a JSON Schema instead of a type. */
public final class SchemaFromText {
  private static final Schema<JsonNode> EVENT =
      Schema.of(
          """
          {
            "title": "Event",
            "description": "An event with guests",
            "type": "object",
            "properties": {
              "title": {"type": "string", "minLength": 1, "maxLength": 80},
              "date": {"type": "string", "format": "date"},
              "guests": {"type": "integer", "minimum": 1, "maximum": 500},
              "rooms": {
                "type": "array",
                "items": {"enum": ["hall", "library", "garden"]},
                "minItems": 1,
                "maxItems": 3
              }
            },
            "required": ["title", "date", "guests", "rooms"],
            "additionalProperties": false
          }
          """);

  private SchemaFromText() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.of(BasicChatInput.class, EVENT, example.model());

      JsonNode event =
          agent.run(new BasicChatInput("A reading in the garden, on the 4th of May, for 60."));

      System.out.printf(
          "%s on %s, %d guests%n",
          event.get("title").stringValue(),
          event.get("date").stringValue(),
          event.get("guests").intValue());
      event.get("rooms").forEach(room -> System.out.println("- " + room.stringValue()));
      System.out.println("As JSON: " + EVENT.encode(event));
    }
  }
}
