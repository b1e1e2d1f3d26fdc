package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SchemaTest {

  @Test
  void writesTheSchemaOfARecord() {
    assertThat(Schema.of(Ticket.class).jsonSchema())
        .isEqualTo(
            "{\"description\":\"A"
                + " ticket\",\"type\":\"object\",\"properties\":{\"title\":{\"description\":\"In a"
                + " few words\",\"type\":\"string\"},"
                + "\"priority\":{\"type\":\"string\",\"enum\":[\"LOW\",\"very-high\"]},\"lines\":{\"type\":\"array\",\"items\":{\"description\":\"A"
                + " line\",\"type\":\"object\","
                + "\"properties\":{\"sku\":{\"type\":\"string\"},\"count\":{\"type\":\"integer\"}},"
                + "\"required\":[\"sku\",\"count\"],\"additionalProperties\":false}},"
                + "\"note\":{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]},"
                + "\"price\":{\"anyOf\":[{\"type\":\"number\"},{\"type\":\"null\"}]}},"
                + "\"required\":[\"title\",\"priority\",\"lines\"],\"additionalProperties\":false}");
  }

  @Test
  void readsEncodedRecords() {
    var schema = Schema.of(Ticket.class);
    var ticket =
        new Ticket("Broken", Priority.VERY_HIGH, List.of(new Line("a", 1)), Optional.of("n"), null);

    assertThat(schema.encode(ticket))
        .isEqualTo(
            "{\"title\":\"Broken\",\"priority\":\"very-high\",\"lines\":[{\"sku\":\"a\",\"count\":1}],\"note\":\"n\",\"price\":null}");
    assertThat(schema.read(schema.encode(ticket)).value()).isEqualTo(ticket);
  }

  @Test
  void readsEveryScalar() {
    var schema = Schema.of(Scalar.class);
    var scalar =
        new Scalar(
            true,
            (byte) -1,
            (short) 300,
            70_000,
            1L << 40,
            0.5f,
            1e-3,
            new BigDecimal("1.10"),
            "é");

    assertThat(schema.read(schema.encode(scalar)).value()).isEqualTo(scalar);
  }

  @Test
  void findsAllTypeErrorsInOnePass() {
    var read =
        Schema.of(Ticket.class)
            .read(
                """
                {"title": 5, "priority": "urgent",
                 "lines": [{"sku": "a", "count": 12.9}, {"count": "7"}, "x"],
                 "note": [], "unknown": {"deep": [1, 2]}, "title": "again"}
                """,
                Strictness.STRICT);

    assertThat(read.violations())
        .containsExactly(
            new Violation("$.title", "a string", "5"),
            new Violation("$.title", "no duplicate key", "\"again\""),
            new Violation("$.priority", "one of [LOW, very-high]", "\"urgent\""),
            new Violation("$.lines[0].count", "an integer", "12.9"),
            new Violation("$.lines[1].sku", "a value", "nothing"),
            new Violation("$.lines[1].count", "an integer", "\"7\""),
            new Violation("$.lines[2]", "an object", "\"x\""),
            new Violation("$.note", "a string", "a list"),
            new Violation("$.unknown", "no such key", "an object"));
  }

  @Test
  void rejectsMissingAndInexactValues() {
    var schema = Schema.of(Line.class);

    assertThat(schema.read("{\"sku\":\"a\"}").violations())
        .containsExactly(new Violation("$.count", "a value", "nothing"));
    assertThat(schema.read("{\"sku\":null,\"count\":1}").violations())
        .containsExactly(new Violation("$.sku", "a string", "null"));
    assertThat(schema.read("{\"sku\":\"a\",\"count\":3000000000}").violations())
        .containsExactly(
            new Violation("$.count", "an integer from -2147483648 to 2147483647", "3000000000"));
    assertThat(schema.read("{\"sku\":\"a\",\"count\":12.0}").value()).isEqualTo(new Line("a", 12));
    assertThat(schema.read("{\"sku\":\"a\",\"count\":1e400}").isValid()).isFalse();
    assertThat(schema.read("{\"sku\":\"a\",\"count\":1e999999999}").isValid()).isFalse();
  }

  @Test
  void dropsDuplicatesOfAUniqueListGivenAsText() {
    var schema =
        Schema.of(
            """
            {"type":"object","required":["labels"],"properties":{"labels":{"type":"array",\
            "items":{"type":"string"},"minItems":2,"uniqueItems":true}}}\
            """);

    ReadResult<JsonNode> read = schema.read("{\"labels\":[\"ui\",\"bug\",\"ui\",\"ui\"]}");

    assertThat(schema.encode(Objects.requireNonNull(read.value())))
        .isEqualTo("{\"labels\":[\"ui\",\"bug\"]}");
    assertThat(read.repairs())
        .extracting(repair -> repair.path() + " " + repair.kind())
        .containsExactly("$.labels[2] DUPLICATE", "$.labels[3] DUPLICATE");
    assertThat(schema.read("{\"labels\":[\"ui\",\"ui\"]}").violations())
        .extracting(Violation::path)
        .containsExactly("$.labels");
    assertThat(
            schema
                .read("{\"labels\":[\"ui\",\"bug\",\"ui\",\"ui\"]}", Strictness.STRICT)
                .violations())
        .extracting(Object::toString)
        .containsExactly(
            "$.labels[2]: expected unique items, found \"ui\"",
            "$.labels[3]: expected unique items, found \"ui\"");
  }

  @Test
  void reportsThePositionOfInvalidJson() {
    var schema = Schema.of(Line.class);

    assertThat(schema.read("", Strictness.STRICT).violations().getFirst().toString())
        .startsWith("$: expected an object, found nothing");
    assertThat(schema.read("I don't know", Strictness.STRICT).violations().getFirst().toString())
        .isEqualTo(
            "$: expected a JSON object, found \"I don't know\" (not valid JSON at line 1, column"
                + " 1)");
    assertThat(schema.read("{\"sku\":", Strictness.STRICT).violations().getFirst().toString())
        .contains(" (the JSON is incomplete at line 1, column ");
    assertThat(
            schema
                .read("{\"sku\":\"a\",\"count\":1", Strictness.STRICT)
                .violations()
                .getFirst()
                .path())
        .isEqualTo("$");
    assertThat(schema.read("{\"sku\":\"a\",\"count\":1} and more", Strictness.STRICT).isValid())
        .isFalse();
    assertThat(schema.read("[1]", Strictness.STRICT).violations())
        .containsExactly(new Violation("$", "an object", "a list"));
  }

  @Test
  void extractsJsonFromACodeFence() {
    String fenced = "\n```json\n{\"sku\":\"a\",\"count\":1}\n```\n";

    var read = Schema.of(Line.class).read(fenced);

    assertThat(read.value()).isEqualTo(new Line("a", 1));
    assertThat(read.repairs())
        .containsExactly(
            new Repair("$", Repair.Kind.CODE_FENCE, fenced, "{\"sku\":\"a\",\"count\":1}"));
  }

  @Test
  void reportsAConstructorExceptionAsAViolation() {
    assertThat(Schema.of(Outer.class).read("{\"range\":{\"from\":2,\"to\":1}}").violations())
        .containsExactly(new Violation("$.range", "a valid Range", "from is after to"));
  }

  @Test
  void referencesSharedAndRecursiveTypes() {
    var schema = Schema.of(Tree.class);

    assertThat(schema.jsonSchema())
        .isEqualTo(
            "{\"description\":\"A"
                + " tree\",\"type\":\"object\",\"properties\":{\"label\":{\"type\":\"string\"},"
                + "\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Tree\"}}},"
                + "\"required\":[\"label\",\"children\"],\"additionalProperties\":false,\"$defs\":{\"Tree\":{\"description\":\"A"
                + " tree\",\"type\":\"object\",\"properties\":{\"label\":{\"type\":\"string\"},"
                + "\"children\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/Tree\"}}},"
                + "\"required\":[\"label\",\"children\"],\"additionalProperties\":false}}}");
    assertThat(
            schema
                .read("{\"label\":\"a\",\"children\":[{\"label\":\"b\",\"children\":[]}]}")
                .value())
        .isEqualTo(new Tree("a", List.of(new Tree("b", List.of()))));
  }

  @Test
  void rejectsTypesThatJsonSchemaCannotExpress() {
    assertThatThrownBy(() -> Schema.of(Odd.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Odd.anything: expected a type that JSON Schema can express, found java.lang.Object."
                + " Use a string, a number, a boolean, a date or time, a URI, a UUID, an enum, a"
                + " record, a sealed interface of records, a JsonNode, or a List, Set, Map, array"
                + " or Optional of these.");
    assertThatThrownBy(() -> Schema.of(OddDeepInside.class))
        .hasMessageStartingWith(
            "OddDeepInside.maps[]{}: expected a type that JSON Schema can express, found"
                + " java.lang.Object.");
  }

  @Description("A ticket")
  record Ticket(
      @Description("In a few words") String title,
      Priority priority,
      List<Line> lines,
      Optional<String> note,
      @Nullable BigDecimal price) {}

  enum Priority {
    LOW,
    @JsonProperty("very-high")
    VERY_HIGH
  }

  @Description("A line")
  record Line(String sku, int count) {}

  @Description("Scalars")
  record Scalar(
      boolean a, byte b, short c, int d, long e, float f, double g, BigDecimal h, String i) {}

  @Description("An outer record")
  record Outer(Range range) {}

  @Description("A range")
  record Range(int from, int to) {
    Range {
      if (from > to) {
        throw new IllegalArgumentException("from is after to");
      }
    }
  }

  @Description("A tree")
  record Tree(String label, List<Tree> children) {}

  @Description("Odd")
  record Odd(Object anything) {}

  @Description("Odd, deep inside")
  record OddDeepInside(List<Map<String, Object>> maps) {}
}
