package org.atomicagents.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;

class UnusableTextTest {
  private static final Schema<Person> SCHEMA = Schema.of(Person.class);
  private static final Violation ECHO =
      new Violation("$", "an object with values", "the schema itself");

  @Test
  void detectsAnEchoOfTheJsonSchema() {
    String schema = SCHEMA.jsonSchema();

    assertThat(UnusableText.find(schema, schema)).isEqualTo(ECHO);
    assertThat(UnusableText.find(schema, "```json\n" + schema.replace(",", ",\n  ") + "\n```"))
        .isEqualTo(ECHO);
    assertThat(UnusableText.find(schema, schema.substring(0, schema.length() / 2))).isEqualTo(ECHO);
  }

  @Test
  void detectsAnEchoOfTheTypeDefinitionWithChangedQuotes() {
    String definition = SCHEMA.typeDefinition().orElseThrow();

    assertThat(UnusableText.find(definition, definition)).isEqualTo(ECHO);
    assertThat(
            UnusableText.find(
                definition, "{\"name\": \"string\", \"age\": \"integer\", \"city\": \"string\"}"))
        .isEqualTo(ECHO);
  }

  @Test
  void acceptsValues() {
    String value = "{\"name\":\"string theory\",\"age\":3,\"city\":\"string\"}";

    assertThat(UnusableText.find(SCHEMA.typeDefinition().orElseThrow(), value)).isNull();
    assertThat(UnusableText.find(SCHEMA.jsonSchema(), value)).isNull();
    assertThat(UnusableText.find("{\n  a: string,\n}", "{\"a\":\"string\"}")).isNull();
  }

  @Test
  void describesTheRepeatedText() {
    assertThat(UnusableText.find("{}", "I cannot help with that.\n".repeat(80)))
        .isEqualTo(
            new Violation(
                "$",
                "a response that ends after its JSON",
                "\"I cannot help with that.\" again and again"));
  }

  @Description("A person")
  record Person(String name, int age, String city) {}
}
