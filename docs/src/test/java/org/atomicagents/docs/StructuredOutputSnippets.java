package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunResult;
import org.atomicagents.http.ApiKey;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.CapabilityRule;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.SchemaVariant;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.SimulatedProvider;
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
    @Description("somebody can't work")
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
  void typesAreToldAsThePageSays() throws IOException {
    Schema<Order> schema = Schema.of(Order.class);

    assertThat(MAPPER.readTree(schema.jsonSchema())).isEqualTo(shown(0));
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

  // @start region="union"
  @Description("What to do with a complaint")
  sealed interface Decision {}

  @Description("Give money back")
  record Refund(BigDecimal amount) implements Decision {}

  @Description("Let somebody else decide")
  @JsonTypeName("hand-over")
  record HandOver(String team, String why) implements Decision {}

  // @end

  @Test
  void union() {
    Model model =
        ScriptedModel.answering(
                "{\"value\":{\"type\":\"hand-over\",\"team\":\"sales\",\"why\":\"a discount\"}}")
            .model();
    var complaint = new BasicChatInput("I was promised a discount.");
    // @start region="union-run"
    var clerk = AtomicAgent.of(BasicChatInput.class, Decision.class, model);

    String done =
        switch (clerk.run(complaint)) {
          case Refund refund -> "paid " + refund.amount();
          case HandOver handOver -> "asked " + handOver.team();
        };
    // @end
    assertThat(done).isEqualTo("asked sales");
  }

  // @start region="by-shape"
  @Description("How to reach somebody")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Contact {}

  @Description("By mail")
  record Mail(String address) implements Contact {}

  @Description("By phone")
  record Phone(String number, Optional<String> extension) implements Contact {}

  // @end

  @Test
  void byShape() {
    ReadResult<Contact> read =
        Schema.of(Contact.class).read("{\"value\":{\"number\":\"110\"}}", Strictness.STRICT);

    assertThat(read.value()).isEqualTo(new Phone("110", Optional.empty()));
  }

  // @start region="generic"
  @Description("Some of many")
  record Page<T>(List<T> items, @Nullable String next) {}

  // @end

  @Test
  void roots() {
    Model model = ScriptedModel.answering("{\"items\":[]}", "{\"items\":[]}").model();
    var question = new BasicChatInput("Who called?");
    // @start region="roots"
    Schema<List<Phone>> phones = Schema.listOf(Phone.class);
    Schema<Page<Phone>> page = Schema.of(new TypeRef<Page<Phone>>() {});
    Schema<Map<String, URI>> links = Schema.of(new TypeRef<Map<String, URI>>() {});
    Schema<Urgency> urgency = Schema.of(Urgency.class);

    List<Phone> found = AtomicAgent.of(BasicChatInput.class, phones, model).run(question);
    // @end
    assertThat(found).isEmpty();
    assertThat(page.name()).isEqualTo("Page_Phone");
    assertThat(links.jsonSchema())
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"object\","
                + "\"additionalProperties\":{\"type\":\"string\",\"format\":\"uri\"}}},"
                + "\"required\":[\"value\"],\"additionalProperties\":false}");
    assertThat(urgency.read("{\"value\":\"high\"}").value()).isEqualTo(Urgency.HIGH);
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
    shown(1).forEachEntry((key, value) -> assertThat(properties.get(key)).isEqualTo(value));
  }

  @Test
  void given() {
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

  @Test
  void reading() {
    // @start region="reading"
    Schema<Phone> schema = Schema.of(Phone.class);
    String text = "Sure: {number: '110', \"extension\": None,}";

    ReadResult<Phone> mended = schema.read(text);
    List<Repair.Kind> kinds = mended.repairs().stream().map(Repair::kind).toList();

    ReadResult<Phone> refused = schema.read(text, Strictness.STRICT);
    // @end
    assertThat(mended.value()).isEqualTo(new Phone("110", Optional.empty()));
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            Repair.Kind.PROSE,
            Repair.Kind.QUOTES,
            Repair.Kind.QUOTES,
            Repair.Kind.LITERAL,
            Repair.Kind.COMMA);
    assertThat(refused.value()).isNull();
    assertThat(refused.violations()).hasSize(1);
  }

  @Test
  void repaired() {
    var log = new ArrayList<String>();
    Model model = ScriptedModel.answering("{'chat_message': 'hi'}").model();
    // @start region="repaired"
    var listeners =
        Listeners.none()
            .with(
                AgentEvent.OutputRepaired.class,
                event -> event.repairs().forEach(repair -> log.add(repair.toString())));

    var agent = AtomicAgent.builder(model).listeners(listeners).build();
    // @end
    assertThat(agent.call(new BasicChatInput("hello")).repairs()).hasSize(2);
    assertThat(log)
        .containsExactly(
            "Repair[path=$.chat_message, kind=QUOTES, before=chat_message,"
                + " after=\"chat_message\"]",
            "Repair[path=$.chat_message, kind=QUOTES, before='hi', after=\"hi\"]");
  }

  @Test
  void capabilities() {
    try (var openAi = OpenAi.of(Provider.OPENAI, ApiKey.of("sk-nothing-secret"))) {
      // @start region="capabilities"
      CapabilityRule known = Provider.GROQ.capability("openai/gpt-oss-20b");
      System.out.println(known.modes() + " by " + known.source());

      ModelCapabilities facts = openAi.model("gpt-5-mini").capabilities();
      System.out.println(facts.modes() + ", strict: " + facts.strictSchemas());

      Provider house =
          Provider.of("house", URI.create("https://models.example.com/v1"))
              .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON);
      // @end
      assertThat(known.strict()).isTrue();
      assertThat(facts.strictSchemas()).isTrue();
      assertThat(house.capability("any").modes()).startsWith(ResponseMode.JSON_SCHEMA);
    }
  }

  @Test
  void refused() {
    var log = new ArrayList<String>();
    try (var provider = SimulatedProvider.builder().modes(ResponseMode.TOOL_CALL).start();
        var openAi = OpenAi.builder().baseUrl(provider.baseUrl()).apiKey(ApiKey.of("k")).build()) {
      Model model = openAi.model("gpt-5-mini");
      // @start region="refused"
      var listeners =
          Listeners.none()
              .with(
                  AgentEvent.ModeRefused.class,
                  event -> log.add(event.refused() + " refused, trying " + event.next()));

      var agent = AtomicAgent.builder(model).listeners(listeners).build();
      // @end
      agent.run(new BasicChatInput("hello"));
      agent.run(new BasicChatInput("hello again"));

      assertThat(log).containsExactly("JSON_SCHEMA refused, trying TOOL_CALL");
      assertThat(provider.requests()).hasSize(3);
    }
  }

  @Test
  void checks() {
    Model model =
        ScriptedModel.answering(
                "{\"start\":\"2026-05-01\",\"end\":\"2026-04-03\",\"to\":\"Rome\"}",
                "{\"value_1\":\"2026-05-03\"}")
            .model();
    // @start region="checks"
    var planner =
        AtomicAgent.builder(BasicChatInput.class, Trip.class, model)
            .check("$.end", trip -> trip.end().isAfter(trip.start()), "a date after the start")
            .reAsk(ReAskScope.PART)
            .build();
    // @end
    RunResult<Trip> reply = planner.call(new BasicChatInput("to Rome, please"));

    assertThat(reply.output())
        .isEqualTo(new Trip(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 3), "Rome"));
    assertThat(reply.attempts()).isEqualTo(2);
  }

  @Description("A trip")
  record Trip(LocalDate start, LocalDate end, String to) {}

  /** The JSON of the page, in its order. */
  private static JsonNode shown(int index) throws IOException {
    List<MarkdownFile.Fence> fences =
        MarkdownFile.read(Path.of("structured-output.md")).fences().stream()
            .filter(fence -> fence.language().equals("json"))
            .toList();
    return MAPPER.readTree(fences.get(index).text());
  }
}
