package org.atomicagents.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.message.Violation;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnusableTextTest {
  private static final Schema<Person> SCHEMA = Schema.of(Person.class);
  private static final Violation ECHO =
      new Violation("$", "an object with values", "the schema itself");

  @Test
  void detectsAnEchoOfTheJsonSchema() {
    String schema = SCHEMA.jsonSchema();

    assertThat(find(schema, schema)).isEqualTo(ECHO);
    assertThat(find(schema, "```json\n" + schema.replace(",", ",\n  ") + "\n```")).isEqualTo(ECHO);
    assertThat(find(schema, schema.substring(0, schema.length() / 2))).isEqualTo(ECHO);
  }

  @Test
  void detectsAnEchoOfTheTypeDefinitionWithChangedQuotes() {
    String definition = SCHEMA.typeDefinition().orElseThrow();

    assertThat(find(definition, definition)).isEqualTo(ECHO);
    assertThat(
            find(definition, "{\"name\": \"string\", \"age\": \"integer\", \"city\": \"string\"}"))
        .isEqualTo(ECHO);
  }

  @Test
  void acceptsValues() {
    String value = "{\"name\":\"string theory\",\"age\":3,\"city\":\"string\"}";

    assertThat(find(SCHEMA.typeDefinition().orElseThrow(), value)).isNull();
    assertThat(find(SCHEMA.jsonSchema(), value)).isNull();
    assertThat(find("{\n  a: string,\n}", "{\"a\":\"string\"}")).isNull();
  }

  @Test
  void acceptsValuesOfConstants() {
    String value = "{\"kind\":\"FRAMEWORK_AGREEMENT\",\"status\":\"SIGNED_BY_BOTH_PARTIES\"}";
    String definition = Schema.of(Agreement.class).typeDefinition().orElseThrow();

    assertThat(find(definition, value)).isNull();
    assertThat(find(definition.replace("}", "\"id\": string }"), value)).isNull();
    assertThat(
            find(
                definition.replace("}", "\"id\": string }"),
                value.replace("}", ",\"id\":\"string\"}")))
        .isEqualTo(ECHO);
  }

  @Test
  void describesTheRepeatedText() {
    assertThat(find("{}", "I cannot help with that.\n".repeat(80)))
        .isEqualTo(
            new Violation(
                "$",
                "a response that ends after its JSON",
                "\"I cannot help with that.\" again and again"));
  }

  private static @Nullable Violation find(String promptSchema, String text) {
    boolean isJson = promptSchema.equals(SCHEMA.jsonSchema());
    var format = new OutputFormat(ResponseMode.PROMPTED_JSON, "Person", "", SCHEMA.jsonSchema());
    PromptProfile profile =
        PromptProfile.STANDARD.withNotation(
            isJson ? SchemaNotation.JSON_SCHEMA : SchemaNotation.TYPE_DEFINITION);
    return UnusableText.find(format.withPrompt(profile, promptSchema), text);
  }

  @Description("An agreement")
  record Agreement(Kind kind, Status status) {
    enum Kind {
      FRAMEWORK_AGREEMENT
    }

    enum Status {
      SIGNED_BY_BOTH_PARTIES
    }
  }

  @Description("A person")
  record Person(String name, int age, String city) {}
}
