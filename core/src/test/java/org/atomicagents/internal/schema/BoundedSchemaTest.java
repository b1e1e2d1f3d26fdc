package org.atomicagents.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.internal.schema.jsonschema.BoundedSchema;
import org.junit.jupiter.api.Test;

class BoundedSchemaTest {

  @Test
  void boundsTextsAndListsAtAnyDepth() {
    String schema =
        """
        {"type":"object","properties":{"a":{"type":"string"},"b":{"type":"array","items":\
        {"anyOf":[{"type":"string"},{"$ref":"#/$defs/C"}]}},"m":{"type":"object",\
        "additionalProperties":{"type":"string"}}},"$defs":{"C":{"type":"object","properties":\
        {"d":{"type":"string"}}}}}\
        """;

    assertThat(BoundedSchema.of(schema, 200, 30))
        .isEqualTo(
            """
            {"type":"object","properties":{"a":{"type":"string","maxLength":200},"b":{"type":\
            "array","items":{"anyOf":[{"type":"string","maxLength":200},{"$ref":"#/$defs/C"}]},\
            "maxItems":30},"m":{"type":"object","additionalProperties":{"type":"string",\
            "maxLength":200}}},"$defs":{"C":{"type":"object","properties":{"d":{"type":"string",\
            "maxLength":200}}}}}\
            """);
  }

  @Test
  void keepsDeclaredBoundsAndOtherConstraints() {
    String schema =
        """
        {"type":"object","properties":{"a":{"type":"string","maxLength":900},"b":{"type":"string",\
        "enum":["x"]},"c":{"type":"string","format":"date"},"d":{"type":"string","pattern":"^x$"},\
        "e":{"type":"array","items":{"type":"integer"},"maxItems":3},"const":{"type":"integer"}}}\
        """;

    assertThat(BoundedSchema.of(schema, 200, 30)).isEqualTo(schema);
  }

  @Test
  void doesNotContradictMinimums() {
    assertThat(
            BoundedSchema.of(
                "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":500},\"minItems\":50}",
                200,
                30))
        .isEqualTo(
            "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":500,\"maxLength\":500},"
                + "\"minItems\":50,\"maxItems\":50}");
  }

  @Test
  void writesTheNotBlankPatternAsALength() {
    assertThat(BoundedSchema.of("{\"type\":\"string\",\"pattern\":\"\\\\S\"}", 200, 0))
        .isEqualTo("{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}");
  }

  @Test
  void addsNothingWithoutBounds() {
    String schema = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}";

    assertThat(BoundedSchema.of(schema, 0, 0)).isEqualTo(schema);
  }
}
