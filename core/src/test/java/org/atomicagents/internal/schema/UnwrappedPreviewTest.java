package org.atomicagents.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class UnwrappedPreviewTest {
  private static final String OBJECT =
      "\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"}},\"required\":[\"x\"]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{" + OBJECT + "}",
        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{" + OBJECT + "}}}",
        "{\"anyOf\":[{" + OBJECT + "},{\"type\":\"null\"}]}",
        "{}"
      })
  void previewsObjectsOfJsonSchemas(String schema) {
    assertThat(preview(Schema.of(schema), "{\"x\":\"ab")).hasToString("{\"x\":\"ab\"}");
    assertThat(preview(Schema.of(schema), "{\"x\":\"abc\"}")).hasToString("{\"x\":\"abc\"}");
  }

  @Test
  void previewsArraysOfJsonSchemas() {
    Schema<JsonNode> list = Schema.of("{\"type\":\"array\",\"items\":{\"type\":\"string\"}}");

    assertThat(preview(list, "[\"a\",\"b")).hasToString("[\"a\",\"b\"]");
    assertThat(preview(Schema.of(JsonNode.class), "[1,2,\"b")).hasToString("[1,2,\"b\"]");
  }

  @Test
  void previewsMapsAndUnions() {
    assertThat(preview(Schema.of(new TypeRef<Map<String, String>>() {}), "{\"a\":\"x\",\"b\":\"y"))
        .isEqualTo(Map.of("a", "x", "b", "y"));
    assertThat(preview(Schema.of(Action.class), "{\"type\":\"Send\",\"to\":\"a"))
        .isEqualTo(new Send("a", null));
  }

  @Test
  void previewsWrappedValues() {
    assertThat(preview(Schema.of(JsonNode.class), "{\"value\":{\"x\":\"ab"))
        .hasToString("{\"x\":\"ab\"}");
  }

  @Test
  void completesTheValueAtItsEnd() {
    IncrementalDecoder<JsonNode> decoder =
        Schema.of(JsonNode.class).incremental(Strictness.LENIENT);

    decoder.feed("{\"x\":{\"y\":[1]},\"z\":2}");

    assertThat(decoder.snapshot().value()).hasToString("{\"x\":{\"y\":[1]},\"z\":2}");
    assertThat(decoder.restarts()).isZero();
  }

  @Test
  void discardsThePreviewOfAWrapperWithFurtherKeys() {
    IncrementalDecoder<JsonNode> decoder =
        Schema.of(JsonNode.class).incremental(Strictness.LENIENT);

    decoder.feed("{\"value\":5");
    decoder.feed(",\"unit\":\"kg\"}");

    assertThat(decoder.snapshot().value()).isNull();
    assertThat(decoder.restarts()).isEqualTo(1);
  }

  @Test
  void previewsNothingInStrictMode() {
    IncrementalDecoder<JsonNode> decoder = Schema.of(JsonNode.class).incremental(Strictness.STRICT);

    decoder.feed("{\"x\":\"ab");

    assertThat(decoder.snapshot().value()).isNull();
  }

  private static <T> Object preview(Schema<T> schema, String text) {
    IncrementalDecoder<T> decoder = schema.incremental(Strictness.LENIENT);
    decoder.feed(text);
    return Objects.requireNonNull(decoder.snapshot().value());
  }

  @Description("An action")
  sealed interface Action permits Send, Wait {}

  @Description("Send")
  record Send(String to, @Nullable String text) implements Action {}

  @Description("Wait")
  record Wait(int minutes) implements Action {}
}
