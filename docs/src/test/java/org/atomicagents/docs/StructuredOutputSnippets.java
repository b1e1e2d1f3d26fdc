package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.message.Violation;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.SchemaVariant;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StructuredOutputSnippets {
  private static final JsonMapper MAPPER = new JsonMapper();

  // @start region="types"
  enum Urgency {
    @JsonProperty("low")
    LOW,
    @JsonProperty("high")
    @Description("work is blocked")
    HIGH
  }

  @Description("An order as a customer wrote it")
  record Order(
      @Description("As printed on the box") @Pattern(regexp = "[A-Z]{3}-[0-9]+") String sku,
      @JsonProperty(defaultValue = "1") int pieces,
      @JsonProperty("deliver_by") Optional<LocalDate> deliverBy,
      @Nullable String remark,
      Urgency urgency,
      @Size(max = 3) Map<String, BigDecimal> discounts) {}

  // @end

  @Test
  void matchesTheSchemaOnThePage() throws IOException {
    Schema<Order> schema = Schema.of(Order.class);

    assertThat(MAPPER.readTree(schema.jsonSchema())).isEqualTo(jsonFence(0));
    assertThat(
            schema
                .read(
                    "{\"sku\":\"ABC-1\",\"urgency\":\"low\",\"discounts\":{\"summer\":0.10}}",
                    Strictness.STRICT)
                .value())
        .isEqualTo(
            new Order(
                "ABC-1",
                1,
                Optional.empty(),
                null,
                Urgency.LOW,
                Map.of("summer", new BigDecimal("0.10"))));
  }

  @Test
  void forms() throws IOException {
    // @start region="forms"
    Schema<Order> schema = Schema.of(Order.class);

    String compact = schema.jsonSchema();
    String titled = schema.jsonSchema(SchemaVariant.TITLED);
    Optional<String> strict = schema.strictJsonSchema();
    // @end
    assertThat(compact).doesNotContain("\"title\"");
    assertThat(titled).contains("\"title\":\"Deliver By\"");
    JsonNode properties = MAPPER.readTree(strict.orElseThrow()).get("properties");
    jsonFence(1).forEachEntry((key, value) -> assertThat(properties.get(key)).isEqualTo(value));
  }

  @Test
  void schemaFromText() {
    Model model = ScriptedModel.answering("{\"city\":\"Bergen\",\"celsius\":\"7\"}").model();
    var question = new BasicChatInput("How is the weather in Bergen?");
    // @start region="given"
    Schema<JsonNode> weather =
        Schema.of(
            """
            {"title": "Weather", "type": "object",
             "properties": {"city": {"type": "string"}, "celsius": {"type": "integer", "minimum": -90}},
             "required": ["city", "celsius"], "additionalProperties": false}
            """);

    JsonNode found = AtomicAgent.of(BasicChatInput.class, weather, model).run(question);
    int celsius = found.get("celsius").intValue();
    // @end
    assertThat(celsius).isEqualTo(7);
    assertThat(weather.read("{\"city\":\"Oslo\",\"celsius\":-273}").violations())
        .extracting(Violation::path)
        .containsExactly("$.celsius");
  }

  /** Returns the JSON fence of the page with this index. */
  private static JsonNode jsonFence(int index) throws IOException {
    List<MarkdownFile.Fence> fences =
        MarkdownFile.read(Path.of("structured-output.md")).fences().stream()
            .filter(fence -> fence.language().equals("json"))
            .toList();
    return MAPPER.readTree(fences.get(index).text());
  }
}
