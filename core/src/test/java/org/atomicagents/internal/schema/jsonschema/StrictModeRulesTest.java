package org.atomicagents.internal.schema.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The schema variant for the providers' strict mode, and a violation of each rule of the mode. */
class StrictModeRulesTest {

  @Test
  void describesConstraintsWithoutAKeywordInStrictMode() {
    assertThat(Schema.of(Order.class).strictJsonSchema())
        .contains(
            """
            {"description":"An order","type":"object","properties":{\
            "id":{"description":"Order id (minLength: 2; maxLength: 9)","type":"string","pattern":"^(?:o-[0-9]+)$"},\
            "count":{"description":"default: 1","anyOf":[{"type":"integer","minimum":1,"maximum":2147483647},{"type":"null"}]},\
            "note":{"anyOf":[{"type":"string"},{"type":"null"}]},\
            "home":{"anyOf":[{"description":"a URI","type":"string"},{"type":"null"}]},\
            "tags":{"description":"items must be unique","type":"array","items":{"type":"string"},"minItems":1},\
            "stock":{"description":"How many","type":"array","items":{"type":"object","properties":{\
            "key":{"type":"string"},"value":{"type":"integer","minimum":-2147483648,"maximum":2147483647}},"required":["key","value"],"additionalProperties":false}},\
            "from":{"description":"Whence","anyOf":[{"$ref":"#/$defs/Place"}]},"to":{"$ref":"#/$defs/Place"}},\
            "required":["id","count","note","home","tags","stock","from","to"],"additionalProperties":false,\
            "$defs":{"Place":{"description":"A place","type":"object","properties":{"city":{"type":"string"}},\
            "required":["city"],"additionalProperties":false}}}\
            """);
  }

  @Test
  void boundsIntegersByTheirTypeInStrictModeAndForSmallModels() {
    assertThat(Schema.of(Ranges.class).strictJsonSchema().orElseThrow())
        .contains("\"a\":{\"type\":\"integer\",\"minimum\":-128,\"maximum\":127}")
        .contains("\"b\":{\"type\":\"integer\",\"exclusiveMinimum\":0,\"maximum\":32767}")
        .contains("\"c\":{\"type\":\"integer\",\"maximum\":9,\"minimum\":-2147483648}")
        .contains(
            "\"d\":{\"type\":\"integer\",\"minimum\":-9223372036854775807,\"maximum\":9223372036854775806}")
        .contains(
            "{\"type\":\"integer\",\"minimum\":-2147483648,\"maximum\":2147483647},{\"type\":\"null\"}")
        .contains("\"f\":{\"type\":\"integer\"}")
        .contains("\"g\":{\"type\":\"number\"}")
        .contains(
            "\"h\":{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"minimum\":-2147483648,\"maximum\":2147483647}}");
    assertThat(CompiledSchema.compile(Ranges.class).boundedJsonSchema(200, 30))
        .contains("\"a\":{\"type\":\"integer\",\"minimum\":-128,\"maximum\":127}")
        .contains("\"maxItems\":30");
    assertThat(Schema.of(Ranges.class).jsonSchema())
        .contains("\"a\":{\"type\":\"integer\"}")
        .contains("\"d\":{\"type\":\"integer\"}");
  }

  @Description("Ranges")
  record Ranges(
      byte a,
      @Positive short b,
      @Max(9) int c,
      long d,
      @Nullable Integer e,
      BigInteger f,
      double g,
      List<Integer> h) {}

  @Test
  void readsResponsesOfStrictMode() {
    assertThat(
            Schema.of(Order.class)
                .read(
                    """
                    {"id":"o-1","count":null,"note":null,"home":null,"tags":["a"],
                     "stock":[{"key":"x","value":2}],"from":{"city":"A"},"to":{"city":"B"}}\
                    """,
                    Strictness.STRICT)
                .value())
        .isEqualTo(
            new Order(
                "o-1",
                1,
                null,
                Optional.empty(),
                Set.of("a"),
                Map.of("x", 2),
                new Place("A"),
                new Place("B")));
  }

  @Test
  void hasNoStrictVariantForArbitraryJson() {
    assertThat(Schema.of(Free.class).strictJsonSchema()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`type`:`array`,`items`:{`type`:`string`}}|$: expected an object at the root, found"
            + " another type",
        "OBJECT(`a`:{})|$.properties.a: expected a schema with a type, found {}",
        "OBJECT(`a`:{`type`:`string`,`minLength`:1})|$.properties.a: expected only"
            + " keywords of strict mode, found \"minLength\"",
        "OBJECT(`a`:{`allOf`:[],`type`:`string`})|$.properties.a: expected only keywords of"
            + " strict mode, found \"allOf\"",
        "OBJECT(`a`:{`type`:`string`,`default`:`x`})|$.properties.a: expected only"
            + " keywords of strict mode, found \"default\"",
        "OBJECT(`a`:{`$ref`:`#`,`description`:`x`})|$.properties.a: expected a $ref without"
            + " other keywords, found other keywords",
        "OBJECT(`a`:{`type`:`string`,`format`:`uri`})|$.properties.a: expected one of the formats"
            + " [date, date-time, duration, email, hostname, ipv4, ipv6, time, uuid], found uri",
        "{`type`:`object`,`properties`:{}}|$: expected additionalProperties: false, found nothing",
        "{`type`:`object`,`properties`:{},`additionalProperties`:true}|$: expected"
            + " additionalProperties: false, found another value",
        "{`type`:`object`,`properties`:{`a`:{`type`:`string`}},`additionalProperties`:false}|$:"
            + " expected \"a\" in required, found an optional property",
        "OBJECT(`a`:{`type`:`array`})|$.properties.a.items: expected a schema with a type,"
            + " found nothing",
        "{`type`:`object`,`properties`:{},`additionalProperties`:false,`anyOf`:[{`type`:`string`}]}|$:"
            + " expected an object at the root, found anyOf",
        "{`type`:`object`,`properties`:{},`required`:[`b`],`additionalProperties`:false}|$:"
            + " expected only properties of the object in required, found \"b\"",
        "OBJECT(`a`:{`$ref`:`#/$defs/A`})|$.properties.a: expected a $ref to a definition in the"
            + " schema, found #/$defs/A",
        "OBJECT(`a`:{`$ref`:`other.json`})|$.properties.a: expected a $ref to a definition in the"
            + " schema, found other.json",
        "OBJECT(`a`:{`anyOf`:[{}]})|$.properties.a.anyOf[0]: expected a schema with a type,"
            + " found {}",
      })
  void reportsAViolationOfEachRule(String schema, String violation) {
    String json = schema.replace('`', '"');
    if (json.startsWith("OBJECT(")) {
      json =
          "{\"type\":\"object\",\"properties\":{"
              + json.substring("OBJECT(".length(), json.length() - 1)
              + "},\"required\":[\"a\"],\"additionalProperties\":false}";
    }

    assertThat(StrictModeRules.violations(JsonTree.read(json)).toString())
        .isEqualTo("[" + violation + "]");
  }

  @Test
  void reportsExceededLimits() {
    String deep = "{\"type\":\"string\"}";
    for (int i = 0; i < 11; i++) {
      deep = object(Map.of("a", deep));
    }
    assertThat(violations(deep)).endsWith("expected at most 10 levels of objects, found more]");

    Map<String, String> many =
        IntStream.rangeClosed(1, 5_001)
            .boxed()
            .collect(Collectors.toMap(i -> "p" + i, i -> "{\"type\":\"string\"}"));
    assertThat(violations(object(many)))
        .isEqualTo("[$: expected at most 5000 properties, found 5001]");

    assertThat(violations(object(Map.of("a", constants(1_001, 1)))))
        .isEqualTo("[$: expected at most 1000 constants of enums, found 1001]");
    assertThat(violations(object(Map.of("a", constants(251, 60)))))
        .isEqualTo(
            "[$.properties.a: expected at most 15000 characters in an enum of more than 250"
                + " constants, found 15060]");
    Map<String, String> names =
        Map.of(
            "x".repeat(40_000), "{\"type\":\"string\"}",
            "y".repeat(40_000), "{\"type\":\"string\"}",
            "z".repeat(40_001), "{\"type\":\"string\"}");
    assertThat(violations(object(names)))
        .isEqualTo("[$: expected at most 120000 characters of names and constants, found 120001]");
  }

  private static String constants(int count, int length) {
    List<String> all =
        IntStream.range(0, count).mapToObj(i -> "\"" + "c".repeat(length) + "\"").toList();
    return "{\"type\":\"string\",\"enum\":" + all + "}";
  }

  private static String object(Map<String, String> properties) {
    JsonNode required = JsonTree.read("[\"" + String.join("\",\"", properties.keySet()) + "\"]");
    return "{\"type\":\"object\",\"properties\":{"
        + properties.entrySet().stream()
            .map(each -> "\"" + each.getKey() + "\":" + each.getValue())
            .collect(Collectors.joining(","))
        + "},\"required\":"
        + JsonTree.write(required)
        + ",\"additionalProperties\":false}";
  }

  private static String violations(String schema) {
    return StrictModeRules.violations(JsonTree.read(schema)).toString();
  }

  @Description("A place")
  record Place(String city) {}

  @Description("An order")
  record Order(
      @Description("Order id") @Pattern(regexp = "o-[0-9]+") @Size(min = 2, max = 9) String id,
      @Min(1) @JsonProperty(defaultValue = "1") int count,
      @Nullable String note,
      Optional<URI> home,
      @Size(min = 1) Set<String> tags,
      @Description("How many") Map<String, Integer> stock,
      @Description("Whence") Place from,
      Place to) {}

  @Description("Holds anything")
  record Free(JsonNode any) {}
}
