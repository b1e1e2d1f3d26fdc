package org.atomicagents.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.TypeRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LineShapeTest {

  @Description("A shape")
  sealed interface Shape permits Circle, Square {}

  @Description("A circle")
  record Circle(int radius) implements Shape {}

  @Description("A square")
  record Square(int side) implements Shape {}

  @Description("A box whose only component has the name of a wrapped value")
  record Box(@Description("Its content") String value) {}

  @Description("A page")
  record Page<T>(@Description("Its content") T items) {}

  enum Color {
    RED,
    BLUE
  }

  @Test
  void recordsAreLines() {
    assertThat(LineShape.of(Schema.of(Box.class)).key()).isEmpty();
    assertThat(LineShape.of(Schema.of(new TypeRef<Page<Box>>() {})).key()).isEmpty();
  }

  @Test
  void otherTypesAreUnwrapped() {
    assertThat(LineShape.of(Schema.of(String.class)).key()).isEqualTo("value");
    assertThat(LineShape.of(Schema.of(Color.class)).key()).isEqualTo("value");
    assertThat(LineShape.of(Schema.of(Shape.class)).key()).isEqualTo("value");
    assertThat(LineShape.of(Schema.of(JsonNode.class)).key()).isEqualTo("value");
    assertThat(LineShape.of(Schema.of(int[].class)).key()).isEqualTo("items");
    assertThat(LineShape.of(Schema.listOf(Box.class)).key()).isEqualTo("items");
    assertThat(LineShape.of(Schema.of(new TypeRef<Map<String, Box>>() {})).key())
        .isEqualTo("value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"object\"}},\"required\":[\"value\"]}",
        "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"string\"},\"items\":{}}}",
        "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"object\"}}",
        "{\"type\":\"object\"}"
      })
  void jsonSchemasOfObjectsAreLines(String schema) {
    assertThat(LineShape.of(Schema.of(schema)).key()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}",
        "{\"type\":\"integer\"}",
        "{\"type\":\"string\"}",
        "{\"enum\":[\"a\",\"b\"]}",
        "{\"type\":[\"object\",\"null\"]}",
        "{\"anyOf\":[{\"type\":\"object\"},{\"type\":\"string\"}]}"
      })
  void otherJsonSchemasAreUnwrapped(String schema) {
    assertThat(LineShape.of(Schema.of(schema)).key()).isEqualTo("value");
  }

  @Test
  void conversionsAreInverse() {
    var shape = LineShape.of(Schema.listOf(String.class));

    assertThat(shape.toSchema("[\"a\"]")).isEqualTo("{\"items\":[\"a\"]}");
    assertThat(shape.toLine(Schema.listOf(String.class).encode(List.of("a")))).isEqualTo("[\"a\"]");
  }
}
