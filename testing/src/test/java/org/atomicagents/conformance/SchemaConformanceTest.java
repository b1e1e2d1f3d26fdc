package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.model.ConfigurationException;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.SchemaForm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaConformanceTest {

  @Test
  @DisplayName("S01 a description is mandatory, and not inherited")
  void s01() {
    assertThatThrownBy(() -> Schema.of(Undescribed.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "org.atomicagents.conformance.SchemaConformanceTest$Undescribed must have a non-empty"
                + " description: write @Description(\"...\") on the record, for the model to"
                + " read.");
    assertThatThrownBy(() -> Schema.of(Blank.class))
        .hasMessageContaining("must have a non-empty description")
        .hasMessageContaining("Blank");
    assertThatThrownBy(() -> Schema.of(Inheriting.class))
        .hasMessageContaining("must have a non-empty description")
        .hasMessageContaining("Inheriting");
  }

  @Test
  @DisplayName("S02 the string form")
  void s02() {
    var schema = Schema.of(BasicChatOutput.class);

    assertThat(schema.encode(new BasicChatOutput("hi é \"q\"")))
        .isEqualTo("{\"chat_message\":\"hi é \\\"q\\\"\"}");
  }

  @Test
  @DisplayName("S03 title and description")
  void s03() {
    var schema = Schema.of(BasicChatInput.class);

    JsonNode json = JsonMapper.shared().readTree(schema.jsonSchema(SchemaForm.TITLED));

    assertThat(json.get("title").stringValue()).isEqualTo("BasicChatInputSchema");
    assertThat(json.get("description").stringValue())
        .isEqualTo(BasicChatInput.class.getAnnotation(Description.class).value());
    assertThat(json.get("required").toString()).isEqualTo("[\"chat_message\"]");
    assertThat(json.get("type").stringValue()).isEqualTo("object");
  }

  record Undescribed(String text) {}

  @Description(" ")
  record Blank(String text) {}

  @Description("A parent")
  interface Parent {}

  record Inheriting(String text) implements Parent {}
}
