package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.atomicagents.message.Content;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Tool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ToolConformanceTest {
  @Description("Parameters of a mock")
  record MockToolCall(String param1, int param2) {}

  @Description("Nested parameters")
  record NestedCall(
      Map<String, String> nested, @JsonProperty("list_field") List<Integer> listField) {}

  @Description("A result")
  record Result(String text) {}

  private final Tool<MockToolCall, Result> tool =
      Tool.of(MockToolCall.class, Result.class, input -> new Result(input.param1()));

  @Test
  @DisplayName("G01 a tool has the name and the description of its input unless given")
  void g01() {
    assertThat(tool.name()).isEqualTo("MockToolCall");
    assertThat(tool.description()).isEqualTo("Parameters of a mock");
    assertThat(tool.withName("mock").name()).isEqualTo("mock");
    assertThat(tool.withName("mock").description()).isEqualTo("Parameters of a mock");
    assertThat(tool.withDescription("A mock").name()).isEqualTo("MockToolCall");
    assertThat(tool.withDescription("A mock").description()).isEqualTo("A mock");
  }

  @Test
  @DisplayName("G02 a call has an id, the name of the tool and the arguments as JSON with spaces")
  void g02() {
    var nested = Tool.of(NestedCall.class, Result.class, input -> new Result(""));

    assertThat(tool.call("test-tool-id", new MockToolCall("test", 42)))
        .isEqualTo(
            new Content.ToolCall(
                "test-tool-id", "MockToolCall", "{\"param1\": \"test\", \"param2\": 42}"));
    assertThat(UUID.fromString(tool.call(new MockToolCall("test", 42)).id())).isNotNull();
    assertThat(
            nested.call("id", new NestedCall(Map.of("key", "value"), List.of(1, 2, 3))).arguments())
        .isEqualTo("{\"nested\": {\"key\": \"value\"}, \"list_field\": [1, 2, 3]}");
  }
}
