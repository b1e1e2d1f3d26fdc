package org.atomicagents.internal.schema.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Optional;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;

class PartsObjectTest {
  private static final Schema<Order> ORDER = Schema.of(Order.class);

  @Test
  void describesPartsAsProperties() {
    assertThat(CompiledSchema.of(ORDER).parts(List.of("$.lines[2].count", "$.note")).jsonSchema())
        .isEqualTo(
            "{\"description\":\"Parts of An order\",\"type\":\"object\",\"properties\":{"
                + "\"value_1\":{\"description\":\"$.lines[2].count: How many\","
                + "\"type\":\"integer\",\"minimum\":1},"
                + "\"value_2\":{\"description\":\"$.note\",\"anyOf\":[{\"type\":\"string\"},"
                + "{\"type\":\"null\"}]}},\"required\":[\"value_1\"],"
                + "\"additionalProperties\":false}");
  }

  @Test
  void readsPartsByTheirTypes() {
    Schema<?> parts = CompiledSchema.of(ORDER).parts(List.of("$.lines[0]", "$.note"));

    assertThat(parts.read("{\"value_1\":{\"sku\":\"a\",\"count\":2}}").isValid()).isTrue();
    assertThat(
            parts.read("{\"value_1\":{\"sku\":1},\"value_2\":2}", Strictness.STRICT).violations())
        .containsExactly(
            new Violation("$.value_1.sku", "a string", "1"),
            new Violation("$.value_1.count", "a value", "nothing"),
            new Violation("$.value_2", "a string", "2"));
  }

  @Test
  void rejectsUnknownPaths() {
    for (String path : List.of("$.lines.count", "$.lines[0].color", "$[0]", "$.note.x")) {
      assertThatThrownBy(() -> CompiledSchema.of(ORDER).parts(List.of(path)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected a path that exists in Order, found \"" + path + "\"");
    }
  }

  @Description("An order")
  record Order(List<Line> lines, Optional<String> note) {}

  @Description("A line")
  record Line(String sku, @Description("How many") @Min(1) int count) {}
}
