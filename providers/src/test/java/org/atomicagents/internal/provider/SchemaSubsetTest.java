package org.atomicagents.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of the conversion of schemas to the keywords that a provider accepts. */
class SchemaSubsetTest {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$defs",
          "$ref",
          "type",
          "format",
          "description",
          "enum",
          "items",
          "minimum",
          "anyOf",
          "properties",
          "additionalProperties",
          "required");
  private static final SchemaSubset SUBSET = new SchemaSubset(KEYWORDS, Set.of("date"), true);

  @Test
  void acceptedKeywordsAreKept() {
    String schema =
        """
        {"type":"object","properties":{"due":{"type":"string","format":"date"},\
        "count":{"type":"integer","minimum":0.10000000000000000001}},\
        "required":["due"],"additionalProperties":false}\
        """;

    assertThat(SUBSET.apply(schema)).isEqualTo(schema);
  }

  @Test
  void otherKeywordsBecomeWordsOfTheDescription() {
    assertThat(
            SUBSET.apply(
                """
                {"type":"string","description":"A code.","pattern":"[A-Z]+","maxLength":8,"format":"uuid"}\
                """))
        .isEqualTo(
            """
            {"type":"string","description":"A code. (pattern: [A-Z]+; maxLength: 8; format: uuid)"}\
            """);
    assertThat(SUBSET.apply("{\"type\":\"array\",\"items\":{},\"uniqueItems\":true}"))
        .isEqualTo("{\"type\":\"array\",\"items\":{},\"description\":\"items must be unique\"}");
  }

  @Test
  void remarksOfAnAuthorAreLeftOut() {
    assertThat(
            SUBSET.apply(
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","$comment":"x","type":"object"}\
                """))
        .isEqualTo("{\"type\":\"object\"}");
  }

  @Test
  void propertiesMayHaveTheNamesOfKeywords() {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"pattern\":{\"type\":\"string\"},\"const\":{}}}";

    assertThat(SUBSET.apply(schema)).isEqualTo(schema);
  }

  @Test
  void aConstantBecomesAnEnumWithOneValue() {
    assertThat(SUBSET.apply("{\"type\":\"string\",\"const\":\"dog\"}"))
        .isEqualTo("{\"type\":\"string\",\"enum\":[\"dog\"]}");
    assertThat(SUBSET.apply("{\"type\":\"boolean\",\"const\":true}"))
        .isEqualTo("{\"type\":\"boolean\",\"description\":\"always true\"}");
  }

  @Test
  void aReferenceWithOtherKeywordsIsWrapped() {
    assertThat(
            SUBSET.apply(
                "{\"$ref\":\"#/$defs/A\",\"description\":\"First.\",\"maxItems\":3,\"$defs\":{\"A\":{}}}"))
        .contains("\"anyOf\":[{\"$ref\":\"#/$defs/A\"}]")
        .contains("\"description\":\"First. (maxItems: 3)\"");
    assertThat(SUBSET.apply("{\"items\":{\"$ref\":\"#/$defs/A\"}}"))
        .isEqualTo("{\"items\":{\"$ref\":\"#/$defs/A\"}}");
  }

  @Test
  void aPropertyThatRefersBackIsOptional() {
    String schema =
        """
        {"type":"object","properties":{"tree":{"$ref":"#/$defs/Tree"}},"required":["tree"],"$defs":{"Tree":\
        {"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array",\
        "items":{"$ref":"#/$defs/Tree"}}},"required":["name","children"]}}}\
        """;

    assertThat(SUBSET.apply(schema))
        .contains("\"required\":[\"tree\"]")
        .contains("\"required\":[\"name\"]")
        .contains("\"items\":{\"$ref\":\"#/$defs/Tree\"},\"description\":\"required\"");
  }

  @Test
  void aDetourThroughAnotherDefinitionRefersBackToo() {
    String schema =
        """
        {"$ref":"#/$defs/A","$defs":{"A":{"properties":{"b":{"anyOf":[{"$ref":"#/$defs/B"}]}},"required":["b"]},\
        "B":{"properties":{"a":{"$ref":"#/$defs/A"}},"required":["a"]},"C":{"properties":{"a":{"$ref":"#/$defs/A"}},\
        "required":["a"]}}}\
        """;

    String converted = SUBSET.apply(schema);

    assertThat(converted).doesNotContain("\"required\":[\"b\"]");
    assertThat(converted).containsOnlyOnce("\"required\":[\"a\"]");
  }

  @Test
  void cyclesAreKeptIfTheProviderAcceptsThem() {
    String schema = "{\"properties\":{\"next\":{\"$ref\":\"#\"}},\"required\":[\"next\"]}";

    assertThat(SUBSET.apply(schema)).doesNotContain("required\":[");
    assertThat(new SchemaSubset(KEYWORDS, Set.of(), false).apply(schema)).isEqualTo(schema);
  }

  @Test
  void equalSchemasAreConvertedOnce() {
    assertThat(SUBSET.apply("{\"pattern\":\"x\"}"))
        .isSameAs(SUBSET.apply(new String("{\"pattern\":\"x\"}".toCharArray())));
  }

  @Test
  void keywordsCanDependOnTheirValues() {
    var subset =
        new SchemaSubset(
            (keyword, value) -> !keyword.equals("minItems") || value.asInt() < 2, false, false);

    assertThat(subset.apply("{\"type\":\"array\",\"minItems\":1}"))
        .isEqualTo("{\"type\":\"array\",\"minItems\":1}");
    assertThat(subset.apply("{\"type\":\"array\",\"minItems\":2}"))
        .isEqualTo("{\"type\":\"array\",\"description\":\"minItems: 2\"}");
  }

  @Test
  void objectsThatDoNotStateItExcludeOtherProperties() {
    var subset = new SchemaSubset((keyword, value) -> true, false, true);

    assertThat(subset.apply("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\"}}}"))
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\","
                + "\"additionalProperties\":false}},\"additionalProperties\":false}");
    String open = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}";
    assertThat(subset.apply(open)).isEqualTo(open);
  }

  @Test
  void objectsThatMayBeNullExcludeOtherProperties() {
    var subset = new SchemaSubset((keyword, value) -> true, false, true);

    assertThat(subset.apply("{\"type\":[\"object\",\"null\"]}"))
        .isEqualTo("{\"type\":[\"object\",\"null\"],\"additionalProperties\":false}");
  }

  @Test
  void definitionsOfOlderDraftsAreRenamed() {
    assertThat(
            SUBSET.apply(
                """
                {"properties":{"definitions":{"$ref":"#/definitions/A"}},"required":["definitions"],\
                "definitions":{"A":{"properties":{"a":{"$ref":"#/definitions/A"}},"required":["a"]}},\
                "$defs":{"B":{"type":"string"}}}\
                """))
        .isEqualTo(
            """
            {"properties":{"definitions":{"$ref":"#/$defs/A"}},"required":["definitions"],\
            "$defs":{"A":{"properties":{"a":{"description":"required","anyOf":[{"$ref":"#/$defs/A"}]}}},\
            "B":{"type":"string"}}}\
            """);
  }

  @Test
  void exclusiveAlternativesBecomeAlternatives() {
    var subset = new SchemaSubset((keyword, value) -> !keyword.equals("oneOf"), false, false);

    assertThat(subset.apply("{\"oneOf\":[{\"type\":\"string\"}]}"))
        .isEqualTo("{\"anyOf\":[{\"type\":\"string\"}]}");
  }
}
