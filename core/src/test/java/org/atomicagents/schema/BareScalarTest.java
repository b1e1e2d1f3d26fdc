package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests responses that are a scalar without the object around it, for given schemas. */
class BareScalarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 2",
        "{} | true",
        "{} | null",
        "{} | \"a\"",
        "{\"const\":2} | 2",
        "{\"const\":2} | ```json\\n2\\n```",
        "{\"const\":true} | true",
        "{\"const\":null} | null",
        "{\"const\":\"a\"} | a",
        "{\"enum\":[1,2]} | 2",
        "{\"enum\":[\"a\",2]} | 2",
        "{\"anyOf\":[{\"type\":\"integer\"},{\"type\":\"string\"}]} | 2",
        "{\"oneOf\":[{\"type\":\"integer\"},{\"type\":\"boolean\"}]} | false",
        "{\"type\":[\"integer\",\"boolean\"]} | 2",
        "{\"$ref\":\"#/$defs/N\",\"$defs\":{\"N\":{\"const\":2}}} | 2"
      })
  void areRead(String schema, String response) {
    String text = response.replace("\\n", "\n");
    String scalar = text.replaceAll("```(json)?", "").strip();
    String quoted = scalar.equals("a") ? "\"a\"" : scalar;

    ReadResult<JsonNode> read = Schema.of(schema).read(text);

    assertThat(read.value()).hasToString(quoted);
    assertThat(read.repairs()).isNotEmpty();
    assertThat(Schema.of(schema).read("{\"value\":" + quoted + "}").value()).hasToString(quoted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "-1.5e3", "true", "null", "\"two words\"", "[1,\"a\"]"})
  void areReadAsJson(String response) {
    assertThat(Schema.of(JsonNode.class).read(response).json())
        .isEqualTo("{\"value\":" + response + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | The answer is 2. | a JSON value",
        "{} | 2 3 | a JSON value",
        "{\"const\":2} | two | a JSON value",
        "{\"const\":2} | 3 | a value that satisfies the schema: must be the constant value '2'",
        "{\"enum\":[1,2]} | 3 | a value that satisfies the schema: does not have a value in the"
            + " enumeration [1, 2]",
        "{\"type\":\"string\"} | two words | a quoted string",
        "{\"type\":\"integer\"} | two | an integer"
      })
  void areRejectedWithTheExpectedValue(String schema, String response, String expected) {
    assertThat(Schema.of(schema).read(response).violations())
        .extracting(Object::toString)
        .containsExactly("$.value: expected " + expected + ", found " + response);
  }
}
