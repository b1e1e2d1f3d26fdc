package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaConverterTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SchemaConverter converter = new SchemaConverter(false);

  @Description("A size")
  enum Size {
    SMALL,
    LARGE
  }

  @Description("A shape")
  sealed interface Shape {}

  @Description("A circle")
  record Circle(@Description("The radius") @Min(0) @Max(5) int radius) implements Shape {}

  @Description("A square")
  record Square(@Description("The side") double side) implements Shape {}

  @Description("A node")
  record Node(
      @Description("The name") String name, @Description("The children") List<Node> children) {}

  @Description("A drawing")
  record Drawing(
      @Description("The title") @Pattern(regexp = "[A-Z].*") String title,
      @Description("The size") Optional<Size> size,
      @Description("The shape") Shape shape,
      @Description("The first node") Node node,
      @Description("The second node") Node second,
      @Description("Numbers by name") Map<String, Integer> numbers,
      @Description("Whether it is finished") boolean finished) {}

  @Test
  void convertsTheStrictSchemaOfATypeToElementsOnly() {
    String strict = Schema.of(Drawing.class).strictJsonSchema().orElseThrow();

    JsonSchemaElement root = converter.root(strict);

    assertThat(root.toString()).doesNotContain("JsonRawSchema");
    assertThat(map(root))
        .isEqualTo(
            JSON.readTree(
                """
                {"type":"object","description":"A drawing","properties":{
                  "title":{"type":"string","description":"The title (pattern: ^(?:[A-Z].*)$)"},
                  "size":{"description":"The size","anyOf":[
                    {"type":"string","description":"A size","enum":["SMALL","LARGE"]},{"type":"null"}]},
                  "shape":{"description":"The shape","anyOf":[
                    {"type":"object","description":"A circle","properties":{
                      "type":{"type":"string","enum":["Circle"]},
                      "radius":{"type":"integer","description":"The radius (minimum: 0; maximum: 5)"}},
                     "required":["type","radius"]},
                    {"type":"object","description":"A square","properties":{
                      "type":{"type":"string","enum":["Square"]},
                      "side":{"type":"number","description":"The side"}},
                     "required":["type","side"]}]},
                  "node":{"description":"The first node","anyOf":[{"$ref":"#/$defs/Node"}]},
                  "second":{"description":"The second node","anyOf":[{"$ref":"#/$defs/Node"}]},
                  "numbers":{"type":"array","description":"Numbers by name","items":
                    {"type":"object","properties":{
                      "key":{"type":"string"},
                      "value":{"type":"integer",
                        "description":"minimum: -2147483648; maximum: 2147483647"}},
                     "required":["key","value"]}},
                  "finished":{"type":"boolean","description":"Whether it is finished"}},
                 "required":["title","size","shape","node","second","numbers","finished"],
                 "$defs":{"Node":{"type":"object","description":"A node","properties":{
                    "name":{"type":"string","description":"The name"},
                    "children":{"type":"array","description":"The children",
                      "items":{"$ref":"#/$defs/Node"}}},
                   "required":["name","children"]}}}
                """));
  }

  @Test
  void formatsAreWordsThatShowTheForm() {
    JsonSchemaElement root =
        converter.root(
            """
            {"type":"object","properties":{
              "day":{"type":"string","format":"date","description":"The day"},
              "end":{"type":"string","format":"date-time"},
              "code":{"type":"string","format":"ipv4"}}}
            """);

    assertThat(map(root))
        .isEqualTo(
            JSON.readTree(
                """
                {"type":"object","properties":{
                  "day":{"type":"string","description":"The day (a date as YYYY-MM-DD)"},
                  "end":{"type":"string",
                    "description":"a date and time as YYYY-MM-DDThh:mm:ss with a time zone"},
                  "code":{"type":"string","description":"format: ipv4"}},
                 "required":[]}
                """));
  }

  @Test
  void keepsAPartWithoutAnElementAsText() {
    String schema = Schema.of(Drawing.class).jsonSchema();

    JsonObjectSchema root = (JsonObjectSchema) converter.root(schema);

    assertThat(root.properties().get("numbers"))
        .isEqualTo(
            JsonRawSchema.from(
                "{\"description\":\"Numbers by name\",\"type\":\"object\","
                    + "\"additionalProperties\":{\"type\":\"integer\"}}"));
    assertThat(root.additionalProperties()).isFalse();
    assertThat(root.properties().get("title")).isNotInstanceOf(JsonRawSchema.class);
  }

  @Test
  void keepsUnknownKeywordsAsText() {
    for (String schema :
        List.of(
            "{\"not\":{\"type\":\"string\"}}",
            "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"}]}",
            "{\"enum\":[1,2]}",
            "{\"enum\":[\"a\",null]}",
            "{\"enum\":[]}",
            "{\"anyOf\":[]}",
            "{\"type\":[]}",
            "{\"$ref\":\"other.json\"}",
            "{\"type\":\"object\",\"patternProperties\":{}}",
            "{\"type\":\"date\"}",
            "{}",
            "true")) {
      assertThat(converter.root(schema)).as(schema).isEqualTo(JsonRawSchema.from(schema));
    }
  }

  @Test
  void splitsSeveralTypesIntoAUnion() {
    JsonSchemaElement root =
        converter.root(
            "{\"description\":\"A name\",\"type\":[\"string\",\"null\"],\"maxLength\":3}");

    assertThat(map(root))
        .isEqualTo(
            JSON.readTree(
                "{\"description\":\"A name\",\"anyOf\":[{\"type\":\"string\","
                    + "\"description\":\"maxLength: 3\"},{\"type\":\"null\"}]}"));
  }

  @Test
  void sendsTheTextOfSchemasIfRequested() {
    String schema = Schema.of(Drawing.class).jsonSchema();
    var raw = new SchemaConverter(true);

    assertThat(raw.root(schema)).isEqualTo(JsonRawSchema.from(schema));
    assertThat(map(raw.parameters("draw", schema)).path("properties"))
        .isEqualTo(JSON.readTree(schema).path("properties"));
  }

  @Test
  void rejectsParametersThatAreNoObject() {
    assertThatThrownBy(() -> converter.parameters("draw", "{\"type\":\"string\"}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Tool 'draw': expected a schema of type object with properties, found another one.\n"
                + "Declare the input of the tool as a record.");
    assertThatThrownBy(() -> converter.parameters("draw", "{"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("A schema is no valid JSON: ");
  }

  @Test
  void convertsASchemaOnce() {
    String schema = Schema.of(Drawing.class).jsonSchema();

    assertThat(converter.root(schema)).isSameAs(converter.root(schema));
  }

  private static JsonNode map(JsonSchemaElement element) {
    return JSON.valueToTree(JsonSchemaElementUtils.toMap(element));
  }
}
