package org.atomicagents.internal.schema.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Repair.Kind;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchemaAlignedReaderTest {
  private static final Schema<Line> LINE = Schema.of(Line.class);
  private static final Schema<Order> ORDER = Schema.of(Order.class);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "3             | 3",
        "\"3\"         | 3",
        "\" 42 \"      | 42",
        "\"12.0\"      | 12.0",
        "\"1,234\"     | 1234",
        "1,234         | 1234",
        "\"1 234 567\" | 1234567",
        "1_000         | 1000",
        "\"$1,234\"    | 1234",
        "\"€ 5\"       | 5",
        "\"5 €\"       | 5",
        "\"USD 5\"     | 5",
        "\"-$5\"       | -5",
        "\"$-5\"       | -5",
        "+7            | 7",
        "7.            | 7",
        "[7]           | 7",
      })
  void normalizesIntegers(String written, String json) {
    ReadResult<Line> result = LINE.read("{\"sku\":\"a\",\"count\":" + written + "}");

    assertThat(result.violations()).isEmpty();
    assertThat(result.json()).isEqualTo("{\"sku\":\"a\",\"count\":" + json + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1,5\"",
        "\"1.234\"",
        "\"1.000\"",
        "\"-1.000\"",
        "\"$1.000\"",
        "\"€ 1.000\"",
        "\"-$1.000\"",
        "\"$-1.000\"",
        "\"12.000 USD\"",
        "$1.000",
        "\"1.234,5\"",
        "\"12,34,567\"",
        "\"1,2345\"",
        "\"0,123\"",
        "12.9",
        "\"12.9\"",
        "\"50%\"",
        "NaN",
        "\"Infinity\"",
        "\"five\"",
        "five",
        "0x1F",
        "\"007\"",
        "\"\"",
        "\"--5\"",
        "\"($5)\"",
        "\"1-2\"",
        "\"3 kg\"",
        "\"1,234 567\"",
        "true",
        "null",
        "None",
        "[1,2]",
        "{}",
        "\"٣3\"",
        "\"$\"",
        "\"1.234.567\"",
        "1 2"
      })
  void rejectsAmbiguousAndInvalidIntegers(String written) {
    ReadResult<Line> result = LINE.read("{\"sku\":\"a\",\"count\":" + written + "}");

    assertThat(result.violations()).hasSize(1);
    assertThat(result.violations().getFirst().path()).isEqualTo("$.count");
    assertThat(result.violations().getFirst().expected()).isEqualTo("an integer");
  }

  @Test
  void doesNotExtractJsonFromWithinAString() {
    Schema<List<String>> texts = Schema.listOf(String.class);

    assertThat(texts.read("\"[] apples two\"").isValid()).isFalse();
    assertThat(texts.read("\"[\\\"a\\\"]\"").value()).isEqualTo(List.of("a"));
    assertThat(texts.read("say \\\"no\\\" to it").isValid()).isFalse();
  }

  @Test
  void normalizesNumbersExceptWithASingleComma() {
    var schema = Schema.of(Amount.class);

    assertThat(schema.read("{\"value\":\"$1,234.50\"}").value())
        .isEqualTo(new Amount(new BigDecimal("1234.50")));
    assertThat(schema.read("{\"value\":\"1\u00a0234\"}").value())
        .isEqualTo(new Amount(new BigDecimal("1234")));
    assertThat(schema.read("{\"value\":\".5\"}").value())
        .isEqualTo(new Amount(new BigDecimal("0.5")));
    assertThat(schema.read("{\"value\":\"1,234\"}").violations())
        .containsExactly(new Violation("$.value", "a number", "\"1,234\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"€1.234\"", "\"1.234\"", "\"123.456\"", "€1.234", "\"+1.234\""})
  void rejectsPointsThatMaySeparateThousands(String written) {
    assertThat(Schema.of(Amount.class).read("{\"value\":" + written + "}").violations())
        .containsExactly(new Violation("$.value", "a number", written));
  }

  @ParameterizedTest
  @CsvSource({
    "1.234, 1.234",
    "\"0.125\", 0.125",
    "\"1234.567\", 1234.567",
    "\"1.23\", 1.23",
    "\"$0.125\", 0.125",
    "\"$1.2345\", 1.2345"
  })
  void acceptsPointsThatSeparateFractions(String written, BigDecimal expected) {
    assertThat(Schema.of(Amount.class).read("{\"value\":" + written + ",}").value())
        .isEqualTo(new Amount(expected));
    assertThat(LINE.read("{\"sku\":\"a\",\"count\":1.000,}").value()).isEqualTo(new Line("a", 1));
  }

  @ParameterizedTest
  @CsvSource({
    "True, true",
    "\"true\", true",
    "\"False\", false",
    "yes, true",
    "\"No\", false",
    "TRUE, true"
  })
  void repairsBooleanWords(String written, boolean expected) {
    assertThat(Schema.of(Flag.class).read("{\"on\":" + written + "}").value())
        .isEqualTo(new Flag(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "\"on\"", "\"y\"", "\"maybe\"", "null", "\"not true\"", "\"\""})
  void rejectsAmbiguousBooleans(String written) {
    assertThat(Schema.of(Flag.class).read("{\"on\":" + written + "}").violations())
        .hasSize(1)
        .allMatch(violation -> violation.expected().equals("true or false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.50", "7", "true", "None", "null"})
  void rejectsNumbersAndLiteralsForStrings(String written) {
    assertThat(LINE.read("{\"sku\":" + written + ",\"count\":1}").violations())
        .containsExactly(new Violation("$.sku", "a string", written));
  }

  @ParameterizedTest
  @CsvSource({
    "\"high\", HIGH",
    "HIGH, HIGH",
    "\"Very High\", VERY_HIGH",
    "\"veryHigh\", VERY_HIGH",
    "\"very-high\", VERY_HIGH",
    "\"**High**\", HIGH",
    "\"High.\", HIGH",
    "\"it can wait\", LOW",
    "\"C++\", CPP",
    "\"c\", C"
  })
  void matchesConstantsInAnySpelling(String written, Level expected) {
    assertThat(Schema.of(Task.class).read("{\"level\":" + written + "}").value())
        .isEqualTo(new Task(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"not high\"", "\"hi\"", "\"HIGH, LOW\"", "0", "\"\"", "\"C#\"", "null", "[]"})
  void rejectsUnknownConstants(String written) {
    assertThat(Schema.of(Task.class).read("{\"level\":" + written + "}").violations())
        .hasSize(1)
        .allMatch(
            violation -> violation.expected().equals("one of [HIGH, VERY_HIGH, LOW, C, C++]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1.5\"",
        "1.5",
        "15",
        "+15",
        "\"3,5\"",
        "\"1-5\"",
        "\"1/5\"",
        "\"1 5\"",
        "\"1, 5\"",
        "\"1:5\"",
        "\"V2.0\"",
        "\"v 2 0\""
      })
  void doesNotIgnoreSignsBetweenDigits(String written) {
    assertThat(Schema.of(Sized.class).read("{\"size\":" + written + "}").violations())
        .containsExactly(new Violation("$.size", "one of [15, 35, V20, V3_1]", written));
  }

  @ParameterizedTest
  @CsvSource({"\"15.\", FIFTEEN", "\" 35\", OTHER", "\"v-20\", V20", "\"v 3 1\", V3_1"})
  void matchesConstantsWithDigits(String written, Size expected) {
    assertThat(Schema.of(Sized.class).read("{\"size\":" + written + "}").value())
        .isEqualTo(new Sized(expected));
  }

  @Test
  void matchesKeysInAnyNamingStyle() {
    ReadResult<Named> result =
        Schema.of(Named.class).read("{\"First_Name\":\"a\",\"last-name\":\"b\",\"AGE\":1}");

    assertThat(result.value()).isEqualTo(new Named("a", "b", Optional.of(1)));
    assertThat(result.repairs())
        .containsExactly(
            new Repair("$.firstName", Kind.KEY, "First_Name", "firstName"),
            new Repair("$.last_name", Kind.KEY, "last-name", "last_name"),
            new Repair("$.age", Kind.KEY, "AGE", "age"));
  }

  @Test
  void rejectsDuplicateKeysWithDifferentValues() {
    assertThat(LINE.read("{\"sku\":\"a\",\"count\":1,\"Count\":2}").violations())
        .containsExactly(new Violation("$.count", "no duplicate key", "2"));
    assertThat(LINE.read("{\"sku\":\"a\",\"sku\":\"b\",\"count\":1}").isValid()).isFalse();
    assertThat(LINE.read("{\"sku\":\"a\",\"count\":1,\"Count\":1}").value())
        .isEqualTo(new Line("a", 1));
  }

  @Test
  void dropsUnknownKeys() {
    ReadResult<Line> result = LINE.read("{\"sku\":\"a\",\"why\":{\"x\":1},\"count\":1}");

    assertThat(result.value()).isEqualTo(new Line("a", 1));
    assertThat(result.repairs())
        .containsExactly(new Repair("$.why", Kind.EXTRA_KEY, "{\"x\":1}", ""));
  }

  @Test
  void rejectsUnknownKeysThatMayHoldAnAbsentValue() {
    var schema = Schema.of(Named.class);

    assertThat(schema.read("{\"firstName\":\"a\",\"last_name\":\"b\",\"ages\":1}").violations())
        .containsExactly(new Violation("$.age", "key \"age\"", "\"ages\""));
    assertThat(schema.read("{\"firstName\":\"a\",\"last_name\":\"b\",\"x\":1}").isValid()).isTrue();
    assertThat(
            schema
                .read("{\"firstName\":\"say \"x\" now\",\"last_name\":\"b\",\"k\":\"v\"}")
                .violations())
        .containsExactly(new Violation("$.k", "no such key", "\"v\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"age\":5}",
        "{\"AGE\":7}",
        "[1,{\"Age\":5}]",
        "{\"x\":{\"y\":[{\"a_g_e\":5}]}}"
      })
  void rejectsAbsentKeysNestedUnderUnknownKeys(String extra) {
    assertThat(
            Schema.of(Named.class)
                .read("{\"firstName\":\"a\",\"last_name\":\"b\",\"result\":" + extra + "}")
                .violations())
        .containsExactly(new Violation("$.age", "key \"age\" at this level", "it inside $.result"));
    assertThat(
            Schema.of(Named.class)
                .read(
                    "{\"firstName\":\"a\",\"last_name\":\"b\",\"age\":1,\"result\":" + extra + "}")
                .value())
        .isEqualTo(new Named("a", "b", Optional.of(1)));
  }

  @Test
  void wrapsSingleValuesInLists() {
    ReadResult<Order> result = ORDER.read("{\"lines\":{\"sku\":\"a\",\"count\":1},\"tags\":\"x\"}");

    assertThat(result.value()).isEqualTo(new Order(List.of(new Line("a", 1)), List.of("x")));
    assertThat(result.repairs())
        .containsExactly(
            new Repair(
                "$.lines",
                Kind.LIST,
                "{\"sku\":\"a\",\"count\":1}",
                "[{\"sku\":\"a\",\"count\":1}]"),
            new Repair("$.tags", Kind.LIST, "\"x\"", "[\"x\"]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"a, b\"",
        "\"a and b\"",
        "\"\"",
        "{\"x\":1}",
        "\"none\"",
        "\"Null\"",
        "\"N/A\"",
        "\"red - green\"",
        "\"red + green\"",
        "\"#red #green\"",
        "\"1. red 2. green\"",
        "\"1) red 2) green\"",
        "\"rot und grün\"",
        "\"Rojo Y Verde\"",
        "\"rouge et vert\"",
        "\"no\"",
        "\"No attachments.\"",
        "\"None.\"",
        "\"(none)\"",
        "\"n.a.\"",
        "\"—\"",
        "\"?\"",
        "\"...\"",
        "\"unknown\"",
        "\"not specified\"",
        "\"various\"",
        "\"{{tag}}\"",
        "\"<tag>\"",
        "\"'a' 'b'\"",
        "\"a -> b\"",
        "\"a → b\"",
        "\"(a) (b)\"",
        "\"- a\"",
        "\"* a\"",
        "\"• a\"",
        "\"1. a\"",
        "\"a: b\"",
        "\"One thing. Another thing.\""
      })
  void rejectsStringsThatMayListSeveralValuesOrNone(String written) {
    assertThat(ORDER.read("{\"lines\":[],\"tags\":" + written + "}").violations())
        .containsExactly(
            new Violation("$.tags", "a list", written.startsWith("{") ? "an object" : written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#red",
        "e-mail",
        "C++",
        "version 2.0",
        "Sandy",
        "2-in-1",
        "Dr. Smith",
        "R&D",
        "type:bug"
      })
  void wrapsSingleStringsInLists(String tag) {
    assertThat(ORDER.read("{\"lines\":[],\"tags\":\"" + tag + "\"}").value())
        .isEqualTo(new Order(List.of(), List.of(tag)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"sku\":\"a\",\"count\":1}]",
        "{\"Line\":{\"sku\":\"a\",\"count\":1}}",
        "{\"line\":[{\"sku\":\"a\",\"count\":1}]}",
        "{\"result\":{\"sku\":\"a\",\"count\":1}}",
        "\"{\\\"sku\\\":\\\"a\\\",\\\"count\\\":1}\""
      })
  void unwrapsSuperfluousContainers(String text) {
    assertThat(LINE.read(text).value()).isEqualTo(new Line("a", 1));
  }

  @Test
  void unwrapsTheArgumentsOfAnInlineToolCall() {
    var schema = Schema.of(Pet.class);
    var ann = new Pet("Ann", Optional.empty());

    for (String call :
        List.of(
            "{\"name\":\"Pet\",\"arguments\":{\"name\":\"Ann\"}}",
            "<tool_call>\n{\"name\": \"pet\", \"parameters\": {\"name\": \"Ann\"}}\n</tool_call>",
            "[{\"name\":\"Pet\",\"arguments\":{\"name\":\"Ann\"},\"id\":\"c1\"}]",
            "{\"type\":\"function\",\"name\":\"Pet\",\"parameters\":{\"name\":\"Ann\"}}")) {
      assertThat(schema.read(call).value()).as(call).isEqualTo(ann);
    }
    assertThat(
            Schema.listOf(Pet.class)
                .read("{\"name\":\"PetList\",\"arguments\":{\"items\":[{\"name\":\"Ann\"}]}}")
                .value())
        .containsExactly(ann);
    assertThat(schema.read("{\"name\":\"Pet\"}").value())
        .isEqualTo(new Pet("Pet", Optional.empty()));
  }

  @Test
  void doesNotDecodeTheNameOfACallAsAValue() {
    var schema = Schema.of(Pet.class);
    var violation = new Violation("$", "an object {name, age?}", "a call of \"json\"");

    assertThat(schema.read("{\"name\":\"json\",\"arguments\":{\"name\":\"Ann\"}}").violations())
        .containsExactly(violation);
    assertThat(
            schema
                .read("{\"name\":\"json\",\"arguments\":\"{\\\"name\\\":\\\"Ann\\\"}\"}")
                .violations())
        .containsExactly(violation);
    assertThat(schema.read("{\"name\":\"Rex\",\"parameters\":{\"weight\":5}}").value())
        .isEqualTo(new Pet("Rex", Optional.empty()));
    assertThat(Schema.of(Command.class).read("{name:\"Pet\",arguments:{\"a\":\"b\"}}").value())
        .isEqualTo(new Command("Pet", Map.of("a", "b")));
  }

  @Description("A pet")
  record Pet(String name, Optional<Integer> age) {}

  @Description("A command")
  record Command(String name, Map<String, String> arguments) {}

  @Test
  void rejectsNoneThatMayBeTheOnlyStringOfAList() {
    var schema = Schema.of(Topics.class);

    assertThat(schema.read("{name: some words, topics: None}").violations())
        .containsExactly(new Violation("$.topics", "a list", "None"));
    assertThat(schema.read("{name: some words, topics: null}").value())
        .isEqualTo(new Topics("some words", Optional.empty()));
    assertThat(schema.read("{name: 'some words', topics: None}").value())
        .isEqualTo(new Topics("some words", Optional.empty()));
  }

  @Description("Some topics")
  record Topics(String name, Optional<List<String>> topics) {}

  @Test
  void rejectsSeveralValuesWhereOneIsExpected() {
    assertThat(LINE.read("[{\"sku\":\"a\",\"count\":1},{\"sku\":\"b\",\"count\":1}]").violations())
        .containsExactly(new Violation("$", "an object", "a list of 2 items"));
    assertThat(LINE.read("{\"sku\":[\"a\",\"b\"],\"count\":1}").violations())
        .containsExactly(new Violation("$.sku", "a string", "a list of 2 items"));
    assertThat(LINE.read("{\"sku\":\"a\",\"count\":1} or {\"sku\":\"b\",\"count\":1}").violations())
        .containsExactly(
            new Violation(
                "$",
                "a single JSON value",
                "two that match equally well: {\"sku\":\"a\",\"count\":1} and"
                    + " {\"sku\":\"b\",\"count\":1}"));
    assertThat(LINE.read("{'sku':'a','count':1} {\"count\":1,\"sku\":\"a\"}").value())
        .isEqualTo(new Line("a", 1));
  }

  @Test
  void selectsTheBestCandidate() {
    assertThat(LINE.read("For {\"name\":1} I say {\"sku\":\"a\",\"count\":1}, see [1].").value())
        .isEqualTo(new Line("a", 1));
    assertThat(LINE.read("{\"sku\":\"a\",\"count\":1} {\"sku\":\"a\",\"count\":1,\"x\":2}").value())
        .isEqualTo(new Line("a", 1));
    assertThat(
            LINE.read("First {\"sku\":\"a\",\"count\":1}, no: {\"sku\":\"b\",\"cou").violations())
        .containsExactly(
            new Violation(
                "$", "a single JSON value", "another one that is truncated or ambiguous"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I first thought {\"sku\":\"wrong\",\"count\":1} but it is"
            + " {\"sku\":\"right\",\"count\":1,\"x\":1}",
        "As in {\"sku\":\"EXAMPLE\",\"count\":0}:\n```json\n"
            + "{\"Line\":{\"sku\":\"a\",\"count\":1}}\n```",
        "{\"result\":{\"sku\":\"a\",\"count\":1}} {\"sku\":\"b\",\"count\":1}",
        "[{\"sku\":\"a\",\"count\":1}] {\"sku\":\"b\",\"count\":1}"
      })
  void rejectsTwoDifferentOutputs(String text) {
    assertThat(LINE.read(text).violations())
        .hasSize(1)
        .allMatch(violation ->
            violation.path().equals("$") && violation.expected().equals("a single JSON value"));
  }

  @Test
  void rejectsAnEmptyAndANonEmptyOutput() {
    var texts = Schema.listOf(String.class);
    var maps = Schema.of(new TypeRef<Map<String, Integer>>() {});

    assertThat(texts.read("[] {\"items\":\"a\"}").isValid()).isFalse();
    assertThat(texts.read("[] {\"items\":[\"a\"]}").isValid()).isFalse();
    assertThat(texts.read("{\"items\":[]} [\"a\"]").isValid()).isFalse();
    assertThat(texts.read("[] {\"items\":[]}").value()).isEmpty();
    assertThat(maps.read("{} {\"value\":{\"a\":1}}").isValid()).isFalse();
    assertThat(maps.read("{\"value\":{\"a\":1}} {}").isValid()).isFalse();
  }

  @Test
  void closesTruncatedValuesOnlyIfNothingCanBeMissing() {
    assertThat(decode(ORDER, "{\"lines\":[],\"tags\":[\"x\"", FinishReason.STOP).value())
        .isEqualTo(new Order(List.of(), List.of("x")));
    assertThat(decode(ORDER, "{\"lines\":[],\"tags\":[\"x\"", FinishReason.OTHER).violations())
        .containsExactly(
            new Violation("$.tags", "a complete list", "a list of 1 item that is truncated"));
    assertThat(decode(LINE, "{\"sku\":\"a\",\"count\":1 ", FinishReason.OTHER).value())
        .isEqualTo(new Line("a", 1));
    assertThat(decode(LINE, "{\"sku\":\"a\",\"count\":1", FinishReason.STOP).violations())
        .containsExactly(new Violation("$.count", "an integer", "1 that is truncated"));
    assertThat(decode(LINE, "{\"count\":1,\"sku\":\"a", FinishReason.STOP).violations())
        .containsExactly(new Violation("$.sku", "a string", "\"a\" that is truncated"));
    assertThat(
            decode(ORDER, "{\"tags\":[],\"lines\":[{\"sku\":\"a\",\"count\":1 ", FinishReason.STOP)
                .isValid())
        .isFalse();
  }

  @Test
  void rejectsATruncatedTreeWithAmbiguousNesting() {
    var schema = Schema.of(Fork.class);
    String cut = "{\"name\":\"a\",\"left\":{\"name\":\"b\",\"right\":{\"name\":\"c\"}}";

    assertThat(decode(schema, cut, FinishReason.STOP).violations())
        .containsExactly(
            new Violation(
                "$.right",
                "a value or a complete enclosing object",
                "an object that is truncated"));
  }

  @Test
  void reportsEachRepairOnce() {
    String text = "Sure:\n```\n{'sku': “a”, // why\n count: 1,}\n```";

    assertThat(kinds(LINE.read(text))).isEqualTo("CODE_FENCE COMMENT COMMA QUOTES QUOTES QUOTES");
    assertThat(kinds(LINE.read("<think>x</think>{\"sku\":\"a\nb\",\"count\":1}")))
        .isEqualTo("THINKING ESCAPE");
    assertThat(kinds(LINE.read("It is {\"sku\":\"a\" \"count\":1} so"))).isEqualTo("PROSE COMMA");
    assertThat(kinds(Schema.of(Named.class).read("{firstName:x,\"last_name\":y,\"age\":None}")))
        .isEqualTo("QUOTES QUOTES QUOTES LITERAL");
  }

  @Test
  void repairsUnions() {
    var schema = Schema.of(Step.class);

    assertThat(schema.read("{\"value\":{\"Type\":\"wait\",\"minutes\":\"5\"}}").value())
        .isEqualTo(new Wait(5));
    assertThat(schema.read("{\"type\":\"Wait\",\"minutes\":5}").value()).isEqualTo(new Wait(5));
    assertThat(schema.read("{\"Wait\":{\"type\":\"Wait\",\"minutes\":5}}").value())
        .isEqualTo(new Wait(5));
    assertThat(schema.read("{\"value\":{\"minutes\":5}}").violations())
        .containsExactly(new Violation("$.value.type", "one of [Wait, Stop]", "nothing"));
  }

  @Test
  void repairsMapsAndDates() {
    var maps = Schema.of(new TypeRef<Map<Level, Integer>>() {});

    assertThat(maps.read("{\"value\":{\"very high\":\"1,000\"}}").value())
        .isEqualTo(Map.of(Level.VERY_HIGH, 1000));
    assertThat(maps.read("{\"HIGH\":1,\"high\":2}").isValid()).isFalse();
    assertThat(Schema.of(Day.class).read("{'day': 2026-11-22}").value())
        .isEqualTo(new Day(LocalDate.of(2026, 11, 22)));
    assertThat(Schema.of(Day.class).read("{'day': '11/22/2026'}").violations())
        .containsExactly(new Violation("$.day", "a date as YYYY-MM-DD", "\"11/22/2026\""));
  }

  @Test
  void acceptsOutputsWithoutTheirWrapperObject() {
    assertThat(Schema.of(Level.class).read("very high").value()).isEqualTo(Level.VERY_HIGH);
    assertThat(Schema.of(int.class).read("42").value()).isEqualTo(42);
    assertThat(Schema.listOf(Line.class).read("[{'sku':'a','count':1}]").value())
        .isEqualTo(List.of(new Line("a", 1)));
    assertThat(Schema.of(String.class).read("\"hello\"").value()).isEqualTo("hello");
    assertThat(Schema.of(String.class).read("I can't do that").violations())
        .containsExactly(new Violation("$.value", "a quoted string", "I can't do that"));
  }

  @Test
  void repairsUntypedJson() {
    JsonNode result = Schema.of(JsonNode.class).read("{\"value\":{a:[1,'2',True,],b:x}}").value();

    assertThat(result).hasToString("{\"a\":[1,\"2\",true],\"b\":\"x\"}");
    assertThat(Schema.of(JsonNode.class).read("{\"value\":[NaN]}").isValid()).isFalse();
  }

  @Test
  void limitsTheNumberOfRepairs() {
    String text = "Here: [" + "\"7\",".repeat(4_999) + "\"7\"]";
    ReadResult<List<Integer>> result = Schema.listOf(Integer.class).read(text);

    assertThat(result.value()).hasSize(5_000).containsOnly(7);
    assertThat(result.repairs()).hasSize(1_000);
    assertThat(result.repairs().getFirst().kind()).isEqualTo(Kind.PROSE);
  }

  @Test
  void limitsTheRepairsBelowLongKeys() {
    var maps = Schema.of(new TypeRef<Map<String, List<Integer>>>() {});
    String key = "k".repeat(40_000);
    String items = "\"7\",".repeat(99) + "\"7\"";
    ReadResult<Map<String, List<Integer>>> result =
        maps.read("{\"value\":{\"" + key + "\":[" + items + "]}}");

    assertThat(result.value()).hasEntrySatisfying(key, list -> assertThat(list).hasSize(100));
    assertThat(result.repairs()).hasSize(25);
  }

  @Test
  void reportsCompleteKeysInPaths() {
    var maps = Schema.of(new TypeRef<Map<String, Integer>>() {});
    String key = "k ".repeat(1_000);
    List<Violation> violations =
        maps.read("{\"value\":{\"" + key + "\":\"x\",\"" + key + "y\":\"x\"}}").violations();

    assertThat(violations)
        .extracting(Violation::path)
        .containsExactly("$.value[\"" + key + "\"]", "$.value[\"" + key + "y\"]");
    assertThat(violations.getLast())
        .hasToString(
            "$.value[\""
                + "k ".repeat(120)
                + "k…"
                + " k".repeat(123)
                + " y\"]: expected an integer, found \"x\"");
  }

  @Test
  void describesUnknownKeysAndUnparsableText() {
    assertThat(Schema.of(Total.class).read("{\"tota1\":5}").violations())
        .containsExactly(new Violation("$", "an object {total?}", "an object with \"tota1\""));
    assertThat(LINE.read("{a:1,b:2,c:3,d:4,e:5,f:6").violations().getFirst().found())
        .isEqualTo("an object with \"a\", \"b\", \"c\", \"d\", \"e\", … that is truncated");
    assertThat(Schema.of(Total.class).read("{total:1,5}").violations())
        .containsExactly(
            new Violation("$", "an object", "an object that can't be parsed at \"5}\""));
    assertThat(Schema.of(Total.class).read("{\"total\":1] and more than twenty}").violations())
        .containsExactly(
            new Violation(
                "$", "an object", "an object that can't be parsed at \"] and more than twen\""));
  }

  @Test
  void rejectsTooDeepNesting() {
    assertThat(LINE.read("[".repeat(100_000)).violations())
        .containsExactly(new Violation("$", "a JSON object", "more than 200 levels of nesting"));
  }

  private static <T> ReadResult<T> decode(Schema<T> schema, String text, FinishReason reason) {
    return CompiledSchema.of(schema).decode(text, Strictness.LENIENT, reason);
  }

  private static String kinds(ReadResult<?> result) {
    assertThat(result.violations()).isEmpty();
    return result.repairs().stream()
        .map(repair -> repair.kind().name())
        .collect(Collectors.joining(" "));
  }

  @Description("A line")
  record Line(String sku, int count) {}

  @Description("An order")
  record Order(List<Line> lines, List<String> tags) {}

  @Description("An amount")
  record Amount(BigDecimal value) {}

  @Description("A flag")
  record Flag(boolean on) {}

  @Description("A task")
  record Task(Level level) {}

  enum Level {
    HIGH,
    VERY_HIGH,
    @Description("It can wait.")
    LOW,
    C,
    @JsonProperty("C++")
    CPP
  }

  @Description("A size")
  record Sized(Size size) {}

  enum Size {
    @JsonProperty("15")
    FIFTEEN,
    @JsonProperty("35")
    OTHER,
    V20,
    V3_1
  }

  @Description("A name")
  record Named(String firstName, @JsonProperty("last_name") String last, Optional<Integer> age) {}

  @Description("A fork")
  record Fork(String name, @Nullable Fork left, @Nullable Fork right) {}

  @Description("A step")
  sealed interface Step {}

  @Description("Wait")
  record Wait(int minutes) implements Step {}

  @Description("Stop")
  record Stop(String why) implements Step {}

  @Description("A total")
  record Total(Optional<Integer> total) {}

  @Description("A day")
  record Day(LocalDate day) {}
}
