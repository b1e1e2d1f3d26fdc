package org.atomicagents.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonSchemaLinterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | f:1:1: output: expected a JSON Schema, found a list",
        "{type: strng} | f:1:8: output.type: expected one of [array, boolean, integer, null,"
            + " number, object, string] or a list, found \"strng\"",
        "{type: [string, string]} | f:1:8: output.type: expected one of [array, boolean, integer,"
            + " null, number, object, string], found a list",
        "{minimun: 1} | f:1:2: output: unknown key \"minimun\". Did you mean minimum?",
        "{a colour: 1} | f:1:2: output: unknown key \"a colour\". Remove it, or use a name that"
            + " begins with x-.",
        "{items: {min_length: 1}} | f:1:10: output.items: unknown key \"min_length\". Did you mean"
            + " minLength?",
        "{properties: {a/b~c: {no such: 1}}} | f:1:23: output.properties.a/b~c: unknown key"
            + " \"no such\". Remove it, or use a name that begins with x-.",
        "{items: 1} | f:1:9: output.items: expected a schema, found 1",
        "{anyOf: {}} | f:1:9: output.anyOf: expected a list, found a mapping",
        "{oneOf: []} | f:1:9: output.oneOf: must have at least 1 items but found 0",
        "{allOf: [1]} | f:1:10: output.allOf[0]: expected a schema, found 1",
        "{properties: [a]} | f:1:14: output.properties: expected a mapping, found a list",
        "{properties: {a: string}} | f:1:18: output.properties.a: expected a schema, found"
            + " \"string\"",
        "{description: 1} | f:1:15: output.description: expected a string, found 1",
        "{minimum: '1'} | f:1:11: output.minimum: expected a number, found \"1\"",
        "{multipleOf: 0} | f:1:14: output.multipleOf: must have an exclusive minimum value of 0,"
            + " found 0",
        "{maxItems: -1} | f:1:12: output.maxItems: must have a minimum value of 0, found -1",
        "{uniqueItems: 1} | f:1:15: output.uniqueItems: expected true or false, found 1",
        "{required: a} | f:1:12: output.required: expected a list, found \"a\"",
        "{dependentRequired: {a: b}} | f:1:25: output.dependentRequired.a: expected a list, found"
            + " \"b\"",
        "{enum: []} | f:1:8: output.enum: must have at least 1 items but found 0",
        "{examples: 1} | f:1:12: output.examples: expected a list, found 1",
        "{pattern: '['} | f:1:11: output.pattern: expected a valid regex, found \"[\"",
        "{$schema: http://json-schema.org/draft-07/schema#} | f:1:11: output.$schema: expected one"
            + " of [https://json-schema.org/draft/2020-12/schema,"
            + " https://json-schema.org/draft/2020-12/schema#], found"
            + " \"http://json-schema.org/draft-07/schema#\"",
        "{$ref: '#/$defs/A'} | f:1:8: output.$ref: expected a path in this schema, such as"
            + " #/$defs/Name, found \"#/$defs/A\"",
        "{$ref: other.json} | f:1:8: output.$ref: expected a path in this schema, such as"
            + " #/$defs/Name, found \"other.json\"",
        "{$ref: 1} | f:1:8: output.$ref: expected a string, found 1",
        "{$ref: '#/$defs/a%20'} | f:1:8: output.$ref: expected a path in this schema, such as"
            + " #/$defs/Name, found \"#/$defs/a%20\"",
        "{properties: {default: {$ref: '#/no'}}} | f:1:31: output.properties.default.$ref: expected"
            + " a path in this schema, such as #/$defs/Name, found \"#/no\"",
        "{$defs: {enum: {properties: {const: {properties: {name: {}}, required: [nmae],"
            + " additionalProperties: false}}}}} | f:1:73:"
            + " output.$defs.enum.properties.const.required: unknown key \"nmae\". Did you mean"
            + " name?",
        "{properties: {examples: {items: {not: {$ref: no}}}}} | f:1:46:"
            + " output.properties.examples.items.not.$ref: expected a path in this schema, such as"
            + " #/$defs/Name, found \"no\"",
        "{$ref: '#'} | f:1:8: output.$ref: expected a reference without a cycle," + " found \"#\"",
        "{properties: {name: {}}, required: [nmae], additionalProperties: false} | f:1:37:"
            + " output.required: unknown key \"nmae\". Did you mean name?",
      })
  void reportsAProblemWithItsPosition(String yaml, String message) {
    assertThatThrownBy(() -> check(yaml)).hasMessage(message);
  }

  @Test
  void reportsAllProblemsInTheOrderOfTheFile() {
    assertThatThrownBy(() -> check("type: objct\nproperties:\n  a: {mimimum: 1}\nrequired: 1"))
        .hasMessage(
            """
            f:1:7: output.type: expected one of [array, boolean, integer, null, number, object, string] or a list, found "objct"
            f:3:7: output.properties.a: unknown key "mimimum". Did you mean minimum?
            f:4:11: output.required: expected a list, found 1\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{type: [string, 'null'], x-note: [1], $comment: c, default: null, const: {a: 1}}",
        "{$defs: {A: {type: integer}, 'a/b': true}, items: {$ref: '#/$defs/A'}, not: {$ref:"
            + " '#/$defs/a~1b'}}",
        "{type: object, properties: {child: {$ref: '#'}}, additionalProperties: {$ref: '#'}}",
        "{prefixItems: [{}, false], contains: {}, minContains: 0, unevaluatedItems: false}",
        "{properties: {a: {}}, required: [b]}",
        "{$defs: {my type: {}, 'a%b+c': {}, é: {}}, allOf: [{$ref: '#/$defs/my%20type'}, {$ref:"
            + " '#/$defs/a%25b+c'}, {$ref: '#/%24defs/%C3%A9'}]}",
        "{x-data: {$ref: none, required: [a], properties: {}, additionalProperties: false}}",
        "{default: {$ref: none}, examples: [{$ref: none}], enum: [{$ref: none}], const: {$ref: x}}",
        "{$schema: 'https://json-schema.org/draft/2020-12/schema#', $id: 'https://example.org/a'}"
      })
  void acceptsValidSchemas(String yaml) {
    check(yaml);
  }

  @Test
  void followsEachReferenceOfAChainOnce() {
    int count = 16_000;
    var yaml = new StringBuilder("$defs:\n");
    for (int i = 0; i < count; i++) {
      yaml.append("  d").append(i).append(": {$ref: '#/$defs/d").append(i + 1).append("'}\n");
    }

    check(yaml + "  d" + count + ": {}\n");
    assertThatThrownBy(() -> check(yaml.toString()))
        .hasMessageStartingWith("f:2:14: output.$defs.d0.$ref: expected a path in this schema");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"core", "applicator", "unevaluated", "validation", "meta-data", "content"})
  void knowsEveryKeywordOfTheSpecification(String vocabulary) throws IOException {
    JsonNode properties = metaschema(vocabulary).path("properties");

    assertThat(JsonSchemaLinter.KEYWORDS)
        .containsAll(properties.properties().stream().map(java.util.Map.Entry::getKey).toList());
  }

  private static JsonNode metaschema(String vocabulary) throws IOException {
    String path = "/draft/2020-12/meta/" + vocabulary;
    try (InputStream in = JsonSchemaLinterTest.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return JsonReader.value(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void check(String yaml) {
    var problems = new ProblemCollector();
    JsonSchemaLinter.check(YamlReader.read("f", yaml), "output", problems);
    problems.throwIfAny();
  }
}
