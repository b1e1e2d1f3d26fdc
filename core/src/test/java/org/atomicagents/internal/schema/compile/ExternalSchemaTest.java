package org.atomicagents.internal.schema.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** JSON Schemas that are given as text. */
class ExternalSchemaTest {
  private static final String TICKET =
      """
      {"title":"Ticket","description":"A ticket","type":"object","properties":{
        "title":{"type":"string","minLength":3},
        "priority":{"enum":["low","high"]},
        "effort":{"type":"integer","minimum":1},
        "note":{"type":["string","null"]},
        "hint":{"type":["string","null"]},
        "tags":{"type":"array","items":{"type":"string"},"maxItems":2},
        "parent":{"$ref":"#"},
        "more":{"type":"object"},
        "counts":{"type":"object","additionalProperties":{"type":"integer"}},
        "either":{"oneOf":[{"type":"string"},{"type":"integer"}]}
      },"required":["title","priority","note"],"additionalProperties":false}\
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"title\":\"abc\",\"priority\":\"low\",\"note\":null}",
        "{\"title\":\"abc\",\"priority\":\"low\",\"note\":null,\"hint\":null}",
        "{\"title\":\"abc\",\"priority\":\"low\",\"effort\":3,\"note\":\"x\",\"tags\":[\"a\"],"
            + "\"parent\":{\"title\":\"def\",\"priority\":\"high\",\"note\":null},"
            + "\"more\":{\"any\":[1,2.5,{\"x\":null}]},\"counts\":{\"a\":1},\"either\":7}"
      })
  void readsAndWritesTrees(String json) {
    Schema<JsonNode> schema = Schema.of(TICKET);

    ReadResult<JsonNode> read = schema.read(json, Strictness.STRICT);

    assertThat(read.violations()).isEmpty();
    assertThat(read.value()).isEqualTo(JsonTree.read(json));
    assertThat(schema.encode(JsonTree.read(json))).isEqualTo(json);
    assertThat(schema.name()).isEqualTo("Ticket");
    assertThat(schema.description()).isEqualTo("A ticket");
    assertThat(JsonTree.read(schema.jsonSchema())).isEqualTo(JsonTree.read(TICKET));
  }

  @Test
  void findsAllTypeErrorsAtOnce() {
    assertThat(
            Schema.of(TICKET)
                .read(
                    "{\"title\":1,\"priority\":\"mid\",\"effort\":1.5,\"counts\":{\"a\":\"b\"},\"other\":1}",
                    Strictness.STRICT)
                .violations())
        .containsExactly(
            new Violation("$.title", "a string", "1"),
            new Violation("$.priority", "one of [low, high]", "\"mid\""),
            new Violation("$.effort", "an integer", "1.5"),
            new Violation("$.note", "a value", "nothing"),
            new Violation("$.counts.a", "an integer", "\"b\""),
            new Violation("$.other", "no such key", "1"));
  }

  @Test
  void checksEveryKeyword() {
    assertThat(
            Schema.of(TICKET)
                .read(
                    "{\"title\":\"ab\",\"priority\":\"low\",\"note\":null,\"tags\":[\"a\",\"b\",\"c\"],\"either\":true}")
                .violations())
        .extracting(Violation::path)
        .contains("$.title", "$.tags", "$.either");
  }

  @Test
  void wrapsOtherTypesInAnObject() {
    Schema<JsonNode> schema =
        Schema.of(
            "{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/T\"},\"minItems\":1,\"$defs\":{\"T\":{\"type\":\"string\"}}}");

    assertThat(schema.jsonSchema())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/T\"},\"minItems\":1}},"
                + "\"required\":[\"value\"],\"additionalProperties\":false,\"$defs\":{\"T\":{\"type\":\"string\"}}}");
    assertThat(schema.read("{\"value\":[\"a\"]}").value()).isEqualTo(JsonTree.read("[\"a\"]"));
    assertThat(schema.read("{\"value\":[]}").violations())
        .extracting(Violation::path)
        .containsExactly("$.value");
  }

  @Test
  void adjustsReferencesToTheWrapper() {
    assertThat(Schema.of("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}").jsonSchema())
        .contains("\"items\":{\"$ref\":\"#/properties/value\"}");
  }

  @Test
  void rejectsDuplicateKeys() {
    Schema<JsonNode> open = Schema.of("{\"type\":\"object\",\"properties\":{\"a\":{}}}");

    assertThat(open.read("{\"n\":{\"a\":1,\"a\":2}}").violations())
        .containsExactly(new Violation("$.n.a", "no duplicate key", "2"));
    assertThatThrownBy(() -> Schema.of("{\"type\":\"object\",\"type\":\"array\"}"))
        .hasMessageContaining("expected no duplicate key, found \"type\" twice");
  }

  @Test
  void keepsAdditionalPropertiesAndRepairsKnownOnes() {
    Schema<JsonNode> open =
        Schema.of(
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"},\"e\":{\"enum\":[\"LOW\",\"HIGH\"]}},\"required\":[\"n\"]}");

    assertThat(open.read("{\"x\":[1],\"n\":5}", Strictness.STRICT).value())
        .isEqualTo(JsonTree.read("{\"n\":5,\"x\":[1]}"));
    assertThat(open.encode(JsonTree.read("{\"x\":[1],\"n\":5}"))).isEqualTo("{\"n\":5,\"x\":[1]}");
    assertThat(open.read("{\"n\":\"5\",\"e\":\"low\",\"more\":true}").value())
        .isEqualTo(JsonTree.read("{\"n\":5,\"e\":\"LOW\",\"more\":true}"));
  }

  @Test
  void reportsNullForAnAbsentProperty() {
    String json = "{\"title\":\"abc\",\"priority\":\"low\",\"note\":null,\"effort\":null}";
    ReadResult<JsonNode> read = Schema.of(TICKET).read(json);

    assertThat(read.value())
        .isEqualTo(JsonTree.read("{\"title\":\"abc\",\"priority\":\"low\",\"note\":null}"));
    assertThat(read.repairs())
        .containsExactly(new Repair("$.effort", Repair.Kind.NULL, "null", ""));
    assertThat(Schema.of(TICKET).read(json, Strictness.STRICT).violations())
        .containsExactly(new Violation("$.effort", "a value or an absent key", "null"));
  }

  @Test
  void createsSchemasOfParts() {
    assertThat(CompiledSchema.compile(TICKET).parts(List.of("$.parent.effort")).jsonSchema())
        .contains("\"value_1\":{\"description\":\"$.parent.effort\",\"type\":\"integer\"}");
  }

  @Test
  void hasAStrictVariantIfItFollowsTheRules() {
    assertThat(Schema.of(TICKET).strictJsonSchema()).isEmpty();
    String strict =
        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],\"additionalProperties\":false}";
    assertThat(Schema.of(strict).strictJsonSchema()).contains(strict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}|{\"value\":[[],[[]]]}|{\"value\":[[1]]}",
        "{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#\"}}|{\"a\":{\"b\":{}}}|{\"a\":{\"b\":1}}"
      })
  void supportsRecursiveListsAndMaps(String json, String valid, String invalid) {
    Schema<JsonNode> schema = Schema.of(json);

    assertThat(schema.read(valid).violations()).isEmpty();
    assertThat(schema.read(invalid).violations()).isNotEmpty();
  }

  @Test
  void boundsTheTimeOfPatternMatching() {
    Schema<JsonNode> schema =
        Schema.of(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"pattern\":\"^(.*?,){15}P$\"}},\"additionalProperties\":false}");

    assertThat(schema.read("{\"a\":\"" + "1,".repeat(60) + "\"}").violations().toString())
        .startsWith(
            "[$: expected a string that can be matched against ^(.*?,){15}P\\z in 1000000 steps,"
                + " found {");
    assertThat(schema.read("{\"a\":\"" + ",".repeat(15) + "P\\n\"}").isValid()).isFalse();
    assertThat(schema.read("{\"a\":\"" + ",".repeat(15) + "P\"}").isValid()).isTrue();
  }

  @Test
  void rejectsInvalidSchemas() {
    assertThatThrownBy(() -> Schema.of("[]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "JSON Schema: expected a JSON object, found \"[]\" (another value). Provide a schema of"
                + " version 2020-12.");
    assertThatThrownBy(() ->
            Schema.of("{\"type\":\"object\",\"properties\":{\"a\":{\"pattern\":\"(\"}}}")
                .read("{\"a\":\"b\"}"))
        .hasMessage(
            "JSON Schema: expected a regular expression, found \"(\" (Unclosed group). Correct the"
                + " pattern.");
    assertThatThrownBy(() -> Schema.of("{\"$ref\":\"https://example.org/x\"}"))
        .hasMessage(
            "JSON Schema: expected a $ref within the schema, as in #/$defs/Item, found"
                + " https://example.org/x.");
    assertThatThrownBy(() -> Schema.of("{\"type\":\"object\",\"$ref\":\"#/$defs/Missing\"}"))
        .hasMessage(
            "JSON Schema: expected a schema at #/$defs/Missing, found nothing. Correct the $ref.");
  }
}
