package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON Schema, encoding and decoding of every kind of type. */
class SchemaTypesTest {

  @Test
  void distinguishesTheRecordsOfASealedTypeByADiscriminator() {
    var schema = Schema.of(Decision.class);

    assertThat(schema.jsonSchema())
        .isEqualTo(
            """
            {"description":"What to do","type":"object","properties":{"action":{"description":"An action","anyOf":[\
            {"description":"Pay back","type":"object","properties":{"type":{"type":"string","const":"Refund"},\
            "cents":{"type":"integer"}},"required":["type","cents"],"additionalProperties":false},\
            {"description":"Hand over","type":"object","properties":{"type":{"type":"string","const":"hand-over"},\
            "team":{"type":"string"}},"required":["type","team"],"additionalProperties":false}]}},\
            "required":["action"],"additionalProperties":false}\
            """);
    assertThat(schema.encode(new Decision(new Refund(5))))
        .isEqualTo("{\"action\":{\"type\":\"Refund\",\"cents\":5}}");
    assertReads(schema, new Decision(new HandOver("x")));
  }

  @Test
  void findsTheDiscriminatorAtAnyPosition() {
    var schema = Schema.of(Action.class);

    assertThat(schema.read("{\"value\":{\"team\":\"a\\\"}\",\"type\":\"hand-over\"}}").value())
        .isEqualTo(new HandOver("a\"}"));
    assertThat(
            Schema.of(Tree.class)
                .read(
                    """
                    {"value":{"left":{"left":{"value":1,"type":"Leaf"},"right":{"type":"Leaf","value":2},"type":"Fork"},
                     "type":"Fork","right":{"type":"Leaf","value":3}}}\
                    """)
                .value())
        .isEqualTo(new Fork(new Fork(new Leaf(1), new Leaf(2)), new Leaf(3)));
  }

  @Test
  void reportsTheValidTags() {
    var schema = Schema.of(Action.class);

    assertThat(violations(schema, "{\"value\":{\"cents\":5}}"))
        .containsExactly(new Violation("$.value.type", "one of [Refund, hand-over]", "nothing"));
    assertThat(violations(schema, "{\"value\":{\"type\":\"Cancel\"}}"))
        .containsExactly(new Violation("$.value.type", "one of [Refund, hand-over]", "\"Cancel\""));
    assertThat(
            violations(schema, "{\"value\":{\"type\":\"Refund\",\"type\":\"Refund\",\"cents\":1}}"))
        .containsExactly(new Violation("$.value.type", "no duplicate key", "\"Refund\""));
  }

  @Test
  void honoursJacksonAnnotations() {
    var schema = Schema.of(Shape.class);
    assertThat(schema.encode(new Circle(2)))
        .isEqualTo("{\"value\":{\"kind\":\"round\",\"radius\":2}}");
    assertReads(schema, new Square(3, Inner.A));

    var inRecord = Schema.of(Event.class);
    assertThat(inRecord.encode(new Opened("opened", 1)))
        .isEqualTo("{\"value\":{\"what\":\"opened\",\"at\":1}}");
    assertReads(inRecord, new Closed("closed"));
  }

  @Test
  void distinguishesRecordsByTheirKeys() {
    var schema = Schema.of(Reach.class);

    assertThat(schema.encode(new Mail("a@b"))).isEqualTo("{\"value\":{\"address\":\"a@b\"}}");
    assertReads(schema, new Mail("a@b"));
    assertReads(schema, new Phone("1", null));
    assertReads(schema, new Phone("1", "2"));
    assertThat(violations(schema, "{\"value\":{\"address\":\"a\",\"number\":\"1\"}}"))
        .containsExactly(
            new Violation(
                "$.value",
                "the keys of one of Mail{address}, Phone{number, extension?}",
                "an object"));
  }

  @Test
  void readsGenericTypes() {
    var schema = Schema.of(new TypeRef<Page<@Size(max = 2) List<Refund>>>() {});

    assertThat(schema.name()).isEqualTo("Page_List_Refund");
    assertReads(schema, new Page<>(List.of(List.of(new Refund(1))), new Pair<>("a", List.of())));
    assertThat(
            schema.validate(
                new Page<>(
                    List.of(List.of(new Refund(1), new Refund(2), new Refund(3))),
                    new Pair<>("a", List.of()))))
        .containsExactly(new Violation("$.items[0]", "at most 2 items", "3 items"));

    var union = Schema.of(new TypeRef<Outcome<LocalDate>>() {});
    assertReads(union, new Success<>(LocalDate.of(2026, 11, 22)));
    assertReads(union, new Failure<>("x"));
  }

  @Test
  void readsRecursiveTypes() {
    var schema = Schema.of(Folder.class);
    var folder =
        new Folder(
            "a",
            List.of(new Folder("b", List.of())),
            Map.of("x", new Folder("c", List.of(), Map.of())));

    assertThat(schema.jsonSchema())
        .contains("\"items\":{\"$ref\":\"#/$defs/Folder\"}")
        .contains("\"$defs\":{\"Folder\":{");
    assertReads(schema, folder);
  }

  @Test
  void readsContainersOfAllKinds() {
    var schema = Schema.of(Containers.class);
    var tags = new LinkedHashMap<Priority, List<Integer>>();
    tags.put(Priority.HIGH, List.of(1, 2));
    var all =
        new Containers(
            Set.of("a"),
            tags,
            Map.of(7, "seven"),
            OptionalInt.of(1),
            OptionalLong.empty(),
            OptionalDouble.of(0.5),
            Optional.of(List.of("x")));

    assertReads(schema, all);
    assertThat(schema.jsonSchema())
        .contains("\"uniqueItems\":true")
        .contains(
            "\"propertyNames\":{\"description\":\"HIGH:"
                + " Today\",\"type\":\"string\",\"enum\":[\"low\",\"HIGH\"]}");
    assertThat(violations(schema, schema.encode(all).replace("\"7\"", "\"07\"")))
        .containsExactly(
            new Violation(
                "$.names[\"07\"]".replace("[\"07\"]", ".07"),
                "a key that is an integer",
                "\"seven\""));
  }

  @Test
  void readsAMapInTheListFormOfStrictMode() {
    var schema = Schema.of(new TypeRef<Map<String, Integer>>() {});

    assertThat(
            schema
                .read("{\"value\":[{\"key\":\"a\",\"value\":1},{\"value\":2,\"key\":\"b\"}]}")
                .value())
        .isEqualTo(Map.of("a", 1, "b", 2));
    assertThat(
            violations(
                schema, "{\"value\":[{\"key\":\"a\",\"value\":1},{\"key\":\"a\",\"value\":1}]}"))
        .containsExactly(new Violation("$.value[1].key", "no duplicate key", "\"a\""));
  }

  @Test
  void readsArrays() {
    var schema = Schema.of(ArrayTypes.class);
    var read = schema.read("{\"numbers\":[1,2],\"rows\":[[\"a\"],[]]}").value();

    assertThat(read).isNotNull();
    assertThat(read.numbers()).containsExactly(1, 2);
    assertThat(Arrays.deepToString(read.rows())).isEqualTo("[[a], []]");
    assertThat(schema.encode(read)).isEqualTo("{\"numbers\":[1,2],\"rows\":[[\"a\"],[]]}");
  }

  @Test
  void readsDatesTimesAndIds() {
    var schema = Schema.of(Moments.class);
    var moments =
        new Moments(
            LocalDate.of(2026, 2, 28),
            LocalTime.of(17, 30),
            LocalDateTime.of(2026, 1, 2, 3, 4, 5),
            OffsetDateTime.parse("2026-01-02T03:04:05+01:00"),
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofMinutes(90),
            YearMonth.of(2026, 11),
            URI.create("https://example.org/a?b#c"),
            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));

    assertReads(schema, moments);
    assertThat(schema.jsonSchema())
        .contains("\"day\":{\"type\":\"string\",\"format\":\"date\"}")
        .contains("\"time\":{\"description\":\"a time of day as HH:MM:SS\",\"type\":\"string\"}");
    assertThat(violations(schema, schema.encode(moments).replace("2026-02-28", "2026-02-30")))
        .containsExactly(new Violation("$.day", "a date as YYYY-MM-DD", "\"2026-02-30\""));
    assertThat(violations(schema, schema.encode(moments).replace("123e4567-", "123e456-")))
        .containsExactly(
            new Violation("$.id", "a UUID", "\"123e456-e89b-12d3-a456-426614174000\""));
  }

  @Test
  void writesDurationsInTheFormatOfJsonSchema() {
    var schema = Schema.of(Lengths.class);
    var written =
        Map.of(
            new Lengths(Duration.ofSeconds(3_605), Period.of(1, 0, 3)), "PT1H0M5S P1Y0M3D",
            new Lengths(Duration.ofHours(36), Period.ofMonths(2)), "PT36H P2M",
            new Lengths(Duration.ZERO, Period.ZERO), "PT0S P0D",
            new Lengths(Duration.ofSeconds(65), Period.of(1, 2, 3)), "PT1M5S P1Y2M3D",
            new Lengths(Duration.ofMillis(3_600_500), Period.ofDays(-1)), "PT1H0M0.5S P-1D",
            new Lengths(Duration.ofSeconds(-5), Period.of(-1, 0, -3)), "PT-5S P-1Y0M-3D");

    written.forEach((value, texts) -> {
      String[] parts = texts.split(" ", 2);
      String json = "{\"time\":\"%s\",\"days\":\"%s\"}".formatted(parts[0], parts[1]);
      assertThat(schema.encode(value)).isEqualTo(json);
      assertReads(schema, value);
    });
    assertThat(schema.read("{\"time\":\"P2W\",\"days\":\"P2W\"}", Strictness.STRICT).value())
        .isEqualTo(new Lengths(Duration.ofDays(14), Period.ofDays(14)));
    assertThat(violations(schema, "{\"time\":\"P1Y\",\"days\":\"PT1H\"}"))
        .containsExactly(
            new Violation("$.time", "a duration as PTnHnMnS", "\"P1Y\""),
            new Violation("$.days", "a period as PnYnMnD", "\"PT1H\""));
  }

  @Test
  void fallsBackToTheDescriptionOfJackson() {
    assertThat(Schema.of(Described.class).jsonSchema())
        .isEqualTo(
            """
            {"description":"A described record","type":"object","properties":{\
            "a":{"description":"By Jackson","type":"string"},\
            "b":{"description":"Our own","type":"string"},\
            "side":{"description":"LEFT: Where the heart is","type":"string","enum":["LEFT","RIGHT"]}},\
            "required":["a","b","side"],"additionalProperties":false}\
            """);
  }

  @Test
  void appliesDefaultsToAbsentProperties() {
    var schema = Schema.of(WithDefaults.class);

    assertThat(schema.jsonSchema())
        .isEqualTo(
            """
            {"description":"Defaults","type":"object","properties":{"count":{"type":"integer","default":3},\
            "priority":{"description":"HIGH: Today","type":"string","enum":["low","HIGH"],"default":"low"},\
            "tags":{"type":"array","items":{"type":"string"}},"note":{"anyOf":[{"type":"string"},{"type":"null"}],"default":"none"}},\
            "additionalProperties":false}\
            """);
    assertThat(schema.read("{}").value())
        .isEqualTo(new WithDefaults(3, Priority.LOW, List.of(), "none"));
    assertThat(schema.read("{\"count\":null,\"note\":null}").value())
        .isEqualTo(new WithDefaults(3, Priority.LOW, List.of(), null));
    assertThatThrownBy(() -> Schema.of(BadDefault.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "BadDefault.count: expected a default value of the component's type, found three"
                + " (Unrecognized token 'three': was expecting (JSON String, Number, Array, Object"
                + " or token 'null', 'true' or 'false')). Correct @JsonProperty(defaultValue).");
  }

  static List<Object> roots() {
    return List.of(
        "a text", 7, 1L << 40, 0.5, true, Priority.HIGH, LocalDate.of(2026, 1, 2), new Refund(1));
  }

  @ParameterizedTest
  @MethodSource("roots")
  @SuppressWarnings("unchecked")
  void supportsEveryTypeAsRoot(Object value) {
    var schema = (Schema<Object>) Schema.of(value.getClass());

    assertReads(schema, value);
    assertThat(JsonTree.read(schema.encode(value)).isObject()).isTrue();
  }

  @Test
  void supportsListsAndMapsAsRoot() {
    assertThat(Schema.listOf(Refund.class).encode(List.of(new Refund(1))))
        .isEqualTo("{\"items\":[{\"cents\":1}]}");
    assertThat(Schema.listOf(Refund.class).name()).isEqualTo("RefundList");
    assertReads(Schema.listOf(Refund.class), List.of(new Refund(1)));
    assertReads(Schema.of(new TypeRef<Map<String, Refund>>() {}), Map.of("a", new Refund(1)));
    assertReads(
        Schema.of(new TypeRef<List<Action>>() {}), List.of(new Refund(1), new HandOver("a")));
  }

  static List<Schema<?>> schemas() {
    return List.of(
        Schema.of(Decision.class),
        Schema.of(Action.class),
        Schema.of(Shape.class),
        Schema.of(Event.class),
        Schema.of(Reach.class),
        Schema.of(Tree.class),
        Schema.of(Folder.class),
        Schema.of(Containers.class),
        Schema.of(ArrayTypes.class),
        Schema.of(Moments.class),
        Schema.of(WithDefaults.class),
        Schema.of(String.class),
        Schema.of(Priority.class),
        Schema.listOf(Refund.class),
        Schema.of(new TypeRef<Page<Refund>>() {}),
        Schema.of(new TypeRef<Map<Priority, LocalDate>>() {}));
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void writesEveryVariantAsAValidSchema(Schema<?> schema) {
    var meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    "https://json-schema.org/draft/2020-12/schema"));
    for (SchemaVariant variant : SchemaVariant.values()) {
      assertThat(meta.validate(JsonTree.read(schema.jsonSchema(variant))))
          .as("%s", variant)
          .isEmpty();
    }
    assertThat(schema.strictJsonSchema()).contains(schema.jsonSchema(SchemaVariant.STRICT));
  }

  @Test
  void rejectsAmbiguousTypes() {
    assertRejected(
        Clash.class,
        "expected \"type\" as discriminator, found a component of that name in Clashing."
            + " Choose another key with @JsonTypeInfo(use = NAME, property = \"...\").");
    assertRejected(
        ByClass.class,
        "expected record names as tags, found @JsonTypeInfo(use = CLASS). Use NAME, SIMPLE_NAME or"
            + " DEDUCTION.");
    assertThatThrownBy(() -> Schema.of(Page.class))
        .hasMessage(
            Page.class.getName()
                + ": expected type arguments, found none. Specify them, as in new"
                + " TypeRef<Page<String>>() {}.");
    assertThatThrownBy(() -> Schema.of(Twice.class))
        .hasMessage(
            Twice.class.getName()
                + ": expected unique keys, found \"a\" for a and b. Rename a component with"
                + " @JsonProperty.");
  }

  @Test
  void createsSchemasOfParts() {
    var schema = Schema.of(Folder.class);

    assertThat(CompiledSchema.of(schema).parts(List.of("$.children[3].name")).jsonSchema())
        .isEqualTo(
            "{\"description\":\"Parts of A"
                + " folder\",\"type\":\"object\",\"properties\":{\"value_1\":{"
                + "\"description\":\"$.children[3].name\",\"type\":\"string\"}},"
                + "\"required\":[\"value_1\"],\"additionalProperties\":false}");
    assertThat(
            violations(
                CompiledSchema.of(schema).parts(List.of("$.byName.x", "$.byName")),
                "{\"value_1\":1,\"value_2\":[]}"))
        .containsExactly(new Violation("$.value_1", "an object", "1"));
    assertThat(CompiledSchema.compile(Decision.class).parts(List.of("$.action.cents")).jsonSchema())
        .contains("\"type\":\"integer\"");
    assertThatThrownBy(() -> CompiledSchema.of(schema).parts(List.of("$.nothing")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a path that exists in Folder, found \"$.nothing\"");
  }

  private static void assertRejected(Class<?> type, String reason) {
    assertThatThrownBy(() -> Schema.of(type))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(type.getName() + ": " + reason);
  }

  private static <T> void assertReads(Schema<T> schema, T value) {
    ReadResult<T> read = schema.read(schema.encode(value), Strictness.STRICT);

    assertThat(read.violations()).isEmpty();
    assertThat(read.value()).isEqualTo(value);
  }

  private static List<Violation> violations(Schema<?> schema, String json) {
    return schema.read(json, Strictness.STRICT).violations();
  }

  enum Priority {
    @JsonProperty("low")
    LOW,
    @Description("Today")
    HIGH
  }

  @Description("What to do")
  record Decision(Action action) {}

  @Description("An action")
  sealed interface Action permits Refund, HandOver {}

  @Description("Pay back")
  record Refund(long cents) implements Action {}

  @Description("Hand over")
  @JsonTypeName("hand-over")
  record HandOver(String team) implements Action {}

  @Description("A tree")
  sealed interface Tree permits Fork, Leaf {}

  @Description("A fork")
  record Fork(Tree left, Tree right) implements Tree {}

  @Description("A leaf")
  record Leaf(int value) implements Tree {}

  enum Inner {
    A
  }

  @Description("A shape")
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "round")})
  sealed interface Shape permits Circle, Angular {}

  @Description("A circle")
  record Circle(int radius) implements Shape {}

  @Description("With corners")
  sealed interface Angular extends Shape permits Square {}

  @Description("A square")
  record Square(int side, Inner inner) implements Angular {}

  @Description("An event")
  @JsonTypeInfo(
      use = JsonTypeInfo.Id.NAME,
      include = JsonTypeInfo.As.EXISTING_PROPERTY,
      property = "what")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Closed.class, name = "closed")
  })
  sealed interface Event permits Opened, Closed {}

  @Description("Opened")
  record Opened(String what, int at) implements Event {}

  @Description("Closed")
  record Closed(String what) implements Event {}

  @Description("How to reach somebody")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  sealed interface Reach permits Mail, Phone {}

  @Description("By mail")
  record Mail(String address) implements Reach {}

  @Description("By phone")
  record Phone(String number, @Nullable String extension) implements Reach {}

  @Description("A page")
  record Page<T>(List<T> items, Pair<String, T> first) {}

  @Description("A pair")
  record Pair<A, B>(A left, B right) {}

  @Description("An outcome")
  sealed interface Outcome<T> permits Success, Failure {}

  @Description("It went well")
  record Success<V>(V value) implements Outcome<V> {}

  @Description("It did not")
  record Failure<V>(String why) implements Outcome<V> {}

  @Description("A folder")
  record Folder(
      String name,
      List<Folder> children,
      @JsonProperty(defaultValue = "{}") Map<String, Folder> byName) {
    Folder(String name, List<Folder> children) {
      this(name, children, Map.of());
    }
  }

  @Description("Containers")
  record Containers(
      Set<String> set,
      Map<Priority, List<Integer>> tags,
      Map<Integer, String> names,
      OptionalInt one,
      OptionalLong none,
      OptionalDouble half,
      Optional<List<String>> maybe) {}

  @SuppressWarnings("ArrayRecordComponent") // under test
  @Description("Arrays")
  record ArrayTypes(int[] numbers, String[][] rows) {}

  @Description("Moments")
  record Moments(
      LocalDate day,
      LocalTime time,
      LocalDateTime local,
      OffsetDateTime offset,
      Instant instant,
      Duration duration,
      YearMonth month,
      URI uri,
      UUID id) {}

  @Description("Lengths of time")
  record Lengths(Duration time, Period days) {}

  @Description("A described record")
  record Described(
      @JsonPropertyDescription(" By Jackson") String a,
      @JsonPropertyDescription("By Jackson") @Description("Our own") String b,
      Side side) {}

  enum Side {
    @JsonPropertyDescription("Where the heart is")
    LEFT,
    RIGHT
  }

  @Description("Defaults")
  record WithDefaults(
      @JsonProperty(defaultValue = "3") int count,
      @JsonProperty(defaultValue = "low") Priority priority,
      @JsonProperty(defaultValue = "[]") List<String> tags,
      @JsonProperty(defaultValue = "none") @Nullable String note) {}

  @Description("An invalid default")
  record BadDefault(@JsonProperty(defaultValue = "three") int count) {}

  @Description("Clashes")
  sealed interface Clash permits Clashing {}

  @Description("Clashes")
  record Clashing(String type) implements Clash {}

  @Description("By class")
  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  sealed interface ByClass permits Named {}

  @Description("Named")
  record Named(String text) implements ByClass {}

  @Description("Twice")
  record Twice(String a, @JsonProperty("a") String b) {}
}
