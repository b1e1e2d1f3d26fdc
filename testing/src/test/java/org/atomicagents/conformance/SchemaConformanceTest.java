package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.conformance.ConformanceTypes.Choice;
import org.atomicagents.conformance.ConformanceTypes.Item;
import org.atomicagents.conformance.ConformanceTypes.Kind;
import org.atomicagents.conformance.ConformanceTypes.Nothing;
import org.atomicagents.conformance.ConformanceTypes.Order;
import org.atomicagents.conformance.ConformanceTypes.Priority;
import org.atomicagents.conformance.ConformanceTypes.Topic;
import org.atomicagents.conformance.ConformanceTypes.Topical;
import org.atomicagents.conformance.ConformanceTypes.Tree;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.SchemaVariant;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaConformanceTest {

  @Test
  @DisplayName("S01 a description is required and not inherited")
  void s01() {
    assertThatThrownBy(() -> Schema.of(Undescribed.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "org.atomicagents.conformance.SchemaConformanceTest$Undescribed must have a non-empty"
                + " description: write @Description(\"...\") on the record, for the model to"
                + " read.");
    assertThatThrownBy(() -> Schema.of(Blank.class))
        .hasMessageContaining("must have a non-empty description")
        .hasMessageContaining("Blank");
    assertThatThrownBy(() -> Schema.of(Inheriting.class))
        .hasMessageContaining("must have a non-empty description")
        .hasMessageContaining("Inheriting");
  }

  @Test
  @DisplayName("S02 a value is encoded as compact JSON")
  void s02() {
    var schema = Schema.of(BasicChatOutput.class);

    assertThat(schema.encode(new BasicChatOutput("hi é \"q\"")))
        .isEqualTo("{\"chat_message\":\"hi é \\\"q\\\"\"}");
  }

  @Test
  @DisplayName("S03 a schema has a title and a description")
  void s03() {
    var schema = Schema.of(BasicChatInput.class);

    JsonNode json = JsonMapper.shared().readTree(schema.jsonSchema(SchemaVariant.TITLED));

    assertThat(json.get("title").stringValue()).isEqualTo("BasicChatInputSchema");
    assertThat(json.get("description").stringValue())
        .isEqualTo(BasicChatInput.class.getAnnotation(Description.class).value());
    assertThat(json.get("required").toString()).isEqualTo("[\"chat_message\"]");
    assertThat(json.get("type").stringValue()).isEqualTo("object");
  }

  // Kind is an enum with its own definition here; Python has an inline literal.
  @Test
  @DisplayName("S04 the complete schema")
  void s04() {
    JsonNode expected =
        JsonMapper.shared()
            .readTree(
                """
                {"$defs":{"Item":{"description":"One item.","properties":{"name":{"description":"Item name","maxLength":40,"minLength":1,"title":"Name","type":"string"},"qty":{"default":1,"description":"Quantity","maximum":99,"minimum":1,"title":"Qty","type":"integer"}},"required":["name"],"title":"Item","type":"object"},"Priority":{"enum":["low","high"],"title":"Priority","type":"string"},"Kind":{"enum":["retail","bulk"],"title":"Kind","type":"string"}},"description":"An order.","properties":{"id":{"description":"Order id","pattern":"^o-[0-9]+$","title":"Id","type":"string"},"items":{"description":"Items","items":{"$ref":"#/$defs/Item"},"minItems":1,"title":"Items","type":"array"},"priority":{"$ref":"#/$defs/Priority","default":"low","description":"Priority"},"note":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null,"description":"Note","title":"Note"},"kind":{"$ref":"#/$defs/Kind","description":"Kind"},"tags":{"additionalProperties":{"type":"integer"},"description":"Tags","title":"Tags","type":"object"},"price":{"description":"Price","exclusiveMinimum":0,"title":"Price","type":"number"}},"required":["id","items","kind","price"],"title":"Order","type":"object"}\
                """);

    assertThat(titled(Order.class)).isEqualTo(expected);
  }

  @Test
  @DisplayName("S05 a union is an anyOf of its records with a discriminator")
  void s05() {
    JsonNode schema = titled(Choice.class);

    assertThat(schema.at("/properties/tool_parameters/anyOf").toString())
        .isEqualTo("[{\"$ref\":\"#/$defs/Search\"},{\"$ref\":\"#/$defs/Calc\"}]");
    assertThat(schema.at("/$defs/Search/properties/type/const").stringValue()).isEqualTo("Search");
    assertThat(schema.at("/$defs/Calc/properties/type/const").stringValue()).isEqualTo("Calc");
    assertThat(schema.at("/$defs/Calc/required").toString()).isEqualTo("[\"type\",\"expression\"]");
  }

  @Test
  @DisplayName("S06 a recursive root is an object with properties")
  void s06() {
    JsonNode schema = JsonMapper.shared().readTree(Schema.of(Tree.class).jsonSchema());

    assertThat(schema.get("type").stringValue()).isEqualTo("object");
    assertThat(schema.at("/properties/label/type").stringValue()).isEqualTo("string");
    assertThat(schema.at("/properties/children/items").toString())
        .isEqualTo("{\"$ref\":\"#/$defs/Tree\"}");
    assertThat(schema.at("/$defs/Tree/properties/children/items").toString())
        .isEqualTo("{\"$ref\":\"#/$defs/Tree\"}");
  }

  @Test
  @DisplayName("S07 absent properties get their defaults")
  void s07() {
    assertThat(
            Schema.of(Order.class)
                .read("{\"id\":\"o-1\",\"items\":[{\"name\":\"a\"}],\"kind\":\"bulk\",\"price\":2}")
                .value())
        .isEqualTo(
            new Order(
                "o-1", List.of(new Item("a", 1)), Priority.LOW, null, Kind.BULK, Map.of(), 2.0));
  }

  @Test
  @DisplayName("S08 numbers in strings are parsed, extra keys are dropped")
  void s08() {
    ReadResult<Order> result =
        Schema.of(Order.class)
            .read(
                "{\"id\":\"o-1\",\"items\":[{\"name\":\"a\",\"qty\":\"3\"}],\"kind\":\"bulk\",\"price\":\"2.5\",\"extra\":1}");

    assertThat(result.value())
        .isEqualTo(
            new Order(
                "o-1", List.of(new Item("a", 3)), Priority.LOW, null, Kind.BULK, Map.of(), 2.5));
    assertThat(result.repairs())
        .extracting(Repair::path)
        .containsExactlyInAnyOrder("$.items[0].qty", "$.price", "$.extra");
  }

  @Test
  @DisplayName("S09 all violations are reported at once, in order")
  void s09() {
    assertThat(
            Schema.of(Order.class)
                .read("{\"id\":\"x\",\"items\":[],\"priority\":\"mid\",\"kind\":\"z\",\"price\":0}")
                .violations())
        .containsExactly(
            new Violation("$.id", "a string that matches ^o-[0-9]+$", "\"x\""),
            new Violation("$.items", "at least 1 item", "0 items"),
            new Violation("$.priority", "one of [low, high]", "\"mid\""),
            new Violation("$.kind", "one of [retail, bulk]", "\"z\""),
            new Violation("$.price", "more than 0", "0.0"));
  }

  @Test
  @DisplayName("S10 an enum is parsed from its text in the default mode")
  void s10() {
    var script = ScriptedModel.of(ScriptedResponse.text("{\"topic\":\"food\"}"));
    var agent = AtomicAgent.of(BasicChatInput.class, Topical.class, script.model());

    assertThat(agent.run(new BasicChatInput("?"))).isEqualTo(new Topical(Topic.FOOD));
  }

  @Test
  @DisplayName("S11 strict parsing repairs nothing")
  void s11() {
    assertThat(
            Schema.of(Item.class)
                .read("{\"name\":\"a\",\"qty\":\"3\"}", Strictness.STRICT)
                .violations())
        .containsExactly(new Violation("$.qty", "an integer", "\"3\""));
  }

  @Test
  @DisplayName("S12 a type without components is an empty object")
  void s12() {
    var schema = Schema.of(Nothing.class);

    assertThat(JsonMapper.shared().readTree(schema.jsonSchema()).at("/properties").toString())
        .isEqualTo("{}");
    assertThat(schema.encode(new Nothing())).isEqualTo("{}");
  }

  private static JsonNode titled(Class<?> type) {
    return JsonMapper.shared().readTree(Schema.of(type).jsonSchema(SchemaVariant.TITLED));
  }

  record Undescribed(String text) {}

  @Description(" ")
  record Blank(String text) {}

  @Description("A parent")
  interface Parent {}

  record Inheriting(String text) implements Parent {}
}
