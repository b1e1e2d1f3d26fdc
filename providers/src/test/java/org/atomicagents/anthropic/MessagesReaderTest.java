package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.internal.provider.CollectedResponse.Call;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;

/** Tests of the events that responses of the Messages API stand for. */
class MessagesReaderTest {
  private static final String START =
      """
      {"type":"message_start","message":{"id":"m","model":"c-1","content":[],"stop_reason":null,\
      "usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,\
      "output_tokens":1}}}\
      """;
  private static final String STOP = "{\"type\":\"message_stop\"}";

  @Test
  void reasonsOfTheEnd() {
    assertReason("end_turn", FinishReason.STOP);
    assertReason("stop_sequence", FinishReason.STOP);
    assertReason("tool_use", FinishReason.TOOL_CALLS);
    assertReason("max_tokens", FinishReason.LENGTH);
    assertReason("model_context_window_exceeded", FinishReason.LENGTH);
    assertReason("refusal", FinishReason.CONTENT_FILTER);
    assertReason("pause_turn", FinishReason.OTHER);
    assertReason("compaction", FinishReason.OTHER);
    assertReason("some_new_reason", FinishReason.OTHER);
  }

  @Test
  void aRefusalHasTheCategoryAndTheExplanation() {
    assertThat(
            stream(
                    START,
                    end(
                        "\"refusal\",\"stop_details\":{\"type\":\"refusal\",\"category\":"
                            + "\"cyber\",\"explanation\":\"No.\",\"recommended_model\":null}"))
                .refused())
        .containsExactly("cyber: No.");
    assertThat(stream(START, end("\"refusal\",\"stop_details\":{\"category\":null}")).refused())
        .containsExactly("Claude declined to respond.");
    assertThat(stream(START, end("\"refusal\",\"stop_details\":null")).refused())
        .containsExactly("Claude declined to respond.");
  }

  @Test
  void inputTokensIncludeTheCacheAndReportsAreCumulative() {
    CollectedResponse response =
        stream(
            START,
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
                + "{\"output_tokens\":30,\"output_tokens_details\":{\"thinking_tokens\":20}}}");

    assertThat(response.usage()).isEqualTo(new Usage(115, 30, 100, 5, 20, 0, 0));
  }

  @Test
  void usageIncludesTheIterationsOfACompaction() {
    CollectedResponse response =
        stream(
            START,
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
                + "{\"input_tokens\":12,\"output_tokens\":3,\"iterations\":[{\"type\":\"compaction\","
                + "\"input_tokens\":1000,\"output_tokens\":50,\"cache_read_input_tokens\":7},"
                + "{\"type\":\"message\",\"input_tokens\":12,\"output_tokens\":3},null]}}");

    assertThat(response.usage()).isEqualTo(new Usage(1_124, 53, 107, 5, 0, 0, 0));
  }

  @Test
  void theUsageOfTheInputIsReportedAtTheStart() {
    var reader = new MessagesReader("m", Map.of());
    read(reader, START);

    assertThat(reader.events().getLast())
        .isEqualTo(new ModelEvent.UsageReport(new Usage(115, 1, 100, 5, 0, 0, 0)));
    assertThat(reader.isFinished()).isFalse();
  }

  @Test
  void thinkingIsReasoningWithABreakBetweenBlocks() {
    CollectedResponse response =
        stream(
            START,
            block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
            delta(0, "\"thinking_delta\",\"thinking\":\"A\""),
            delta(0, "\"thinking_delta\",\"thinking\":\"B\""),
            delta(0, "\"signature_delta\",\"signature\":\"s1\""),
            stop(0),
            block(1, "{\"type\":\"redacted_thinking\",\"data\":\"d\"}"),
            stop(1),
            block(2, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
            delta(2, "\"thinking_delta\",\"thinking\":\"C\""),
            delta(2, "\"signature_delta\",\"signature\":\"s2\""),
            stop(2),
            block(3, "{\"type\":\"text\",\"text\":\"\"}"),
            delta(3, "\"text_delta\",\"text\":\"Hi\""),
            stop(3),
            end("\"end_turn\""));

    assertThat(response.reasoning()).isEqualTo("AB\n\nC");
    assertThat(response.text()).isEqualTo("Hi");
    assertThat(response.opaque())
        .containsExactly(
            "{\"messages_content\":["
                + "{\"type\":\"thinking\",\"thinking\":\"AB\",\"signature\":\"s1\"},"
                + "{\"type\":\"redacted_thinking\",\"data\":\"d\"},"
                + "{\"type\":\"thinking\",\"thinking\":\"C\",\"signature\":\"s2\"},"
                + "{\"type\":\"text\",\"length\":2}],\"text_hash\":\""
                + ReplayedBlocks.hash("Hi")
                + "\"}");
  }

  @Test
  void callsHaveTheirArgumentsAsTheyWereWritten() {
    CollectedResponse response =
        stream(
            START,
            block(0, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"a\",\"input\":{}}"),
            delta(0, "\"input_json_delta\",\"partial_json\":\"\""),
            delta(0, "\"input_json_delta\",\"partial_json\":\"{\\\"x\\\": \""),
            delta(0, "\"input_json_delta\",\"partial_json\":\"1.0}\""),
            stop(0),
            block(1, "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"b\",\"input\":{}}"),
            stop(1),
            end("\"tool_use\""));

    assertThat(response.calls())
        .containsExactly(new Call("t1", "a", "{\"x\": 1.0}"), new Call("t2", "b", "{}"));
    assertThat(response.opaque()).isEmpty();
  }

  @Test
  void citationsAndToolsOfTheProviderAreOtherEventsAndRepeated() {
    CollectedResponse response =
        stream(
            START,
            block(
                0,
                "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}"),
            delta(0, "\"input_json_delta\",\"partial_json\":\"{\\\"query\\\":\\\"x\\\"}\""),
            stop(0),
            block(
                1,
                "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s\",\"content\":[1.50]}"),
            stop(1),
            block(2, "{\"type\":\"text\",\"text\":\"\",\"citations\":[]}"),
            delta(2, "\"text_delta\",\"text\":\"It\""),
            delta(2, "\"citations_delta\",\"citation\":{\"url\":\"u\"}"),
            stop(2),
            end("\"end_turn\""));

    assertThat(response.other())
        .containsExactly(
            "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{\"query\":\"x\"}}",
            "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s\",\"content\":[1.50]}",
            "{\"citation\":{\"url\":\"u\"}}");
    assertThat(response.opaque().getFirst())
        .contains("\"content\":[1.50]}")
        .contains("{\"type\":\"text\",\"citations\":[{\"url\":\"u\"}],\"length\":2}");
  }

  @Test
  void aCompactionIsRepeated() {
    CollectedResponse response =
        stream(
            START,
            block(0, "{\"type\":\"compaction\",\"content\":null}"),
            delta(0, "\"compaction_delta\",\"content\":\"Summary\",\"encrypted_content\":\"e\""),
            stop(0),
            end("\"end_turn\""));

    assertThat(response.opaque().getFirst())
        .startsWith(
            "{\"messages_content\":[{\"type\":\"compaction\",\"content\":\"Summary\","
                + "\"encrypted_content\":\"e\"}]");
  }

  @Test
  void unknownEventsAndDeltasAreOtherEvents() {
    String event = "{\"type\":\"hint\",\"note\":1}";
    String delta = delta(0, "\"audio_delta\",\"data\":\"x\"");

    CollectedResponse response =
        stream(
            START,
            "{\"type\":\"ping\"}",
            event,
            block(0, "{\"type\":\"text\",\"text\":\"A\"}"),
            delta,
            stop(0),
            delta(5, "\"text_delta\",\"text\":\"of no block\""),
            end("\"end_turn\""));

    assertThat(response.text()).isEqualTo("A");
    assertThat(response.other())
        .containsExactly(event, delta, delta(5, "\"text_delta\",\"text\":\"of no block\""));
  }

  @Test
  void droppedThinkingIsAnOtherEvent() {
    String body =
        "{\"id\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"A\"}],\"stop_reason\":\"end_turn\","
            + "\"input_transformations\":[{\"type\":\"thinking_dropped\"}]}";

    assertThat(whole(body).other())
        .containsExactly("{\"input_transformations\":[{\"type\":\"thinking_dropped\"}]}");
  }

  @Test
  void theOrderOfFieldsIsOfNoImportance() {
    CollectedResponse response =
        stream(
            START,
            "{\"content_block\":{\"text\":\"\",\"type\":\"text\"},\"index\":0,\"type\":\"content_block_start\"}",
            "{\"delta\":{\"text\":\"Hi\",\"type\":\"text_delta\"},\"index\":0,\"type\":\"content_block_delta\"}",
            end("\"end_turn\""));

    assertThat(response.text()).isEqualTo("Hi");
  }

  @Test
  void aCompleteMessageHasTheEventsOfAStream() {
    String body =
        """
        {"id":"m","type":"message","role":"assistant","model":"c-1","content":[
          {"type":"thinking","thinking":"T","signature":"s"},
          {"type":"text","text":"Hi"},
          {"type":"tool_use","id":"t","name":"f","input":{"a": 1.10}}],
         "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}\
        """;

    CollectedResponse response = whole(body);

    assertThat(response.id()).isEqualTo("m");
    assertThat(response.model()).isEqualTo("c-1");
    assertThat(response.text()).isEqualTo("Hi");
    assertThat(response.reasoning()).isEqualTo("T");
    assertThat(response.calls()).containsExactly(new Call("t", "f", "{\"a\":1.10}"));
    assertThat(response.usage()).isEqualTo(Usage.of(1, 2));
    assertThat(response.opaque()).hasSize(1);
  }

  private static void assertReason(String reason, FinishReason expected) {
    CollectedResponse response = stream(START, end("\"" + reason + "\""));

    assertThat(response.reason()).as(reason).isEqualTo(expected);
    assertThat(response.rawReason()).isEqualTo(reason);
  }

  private static String block(int index, String block) {
    return "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
        .formatted(index, block);
  }

  private static String delta(int index, String fields) {
    return "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{\"type\":%s}}"
        .formatted(index, fields);
  }

  private static String stop(int index) {
    return "{\"type\":\"content_block_stop\",\"index\":%d}".formatted(index);
  }

  private static String end(String reason) {
    return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":%s}}".formatted(reason);
  }

  private static void read(MessagesReader reader, String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    reader.read(bytes, bytes.length);
  }

  private static CollectedResponse stream(String... data) {
    var reader = new MessagesReader("m", Map.of());
    for (String event : data) {
      read(reader, event);
    }
    read(reader, STOP);
    assertThat(reader.hasEnded()).isTrue();
    reader.complete();
    return CollectedResponse.of(new ArrayList<>(reader.events()));
  }

  private static CollectedResponse whole(String body) {
    var reader = new MessagesReader("m", Map.of());
    try (JsonParser json = WireJson.parser(body)) {
      reader.read(json);
    }
    reader.complete();
    return CollectedResponse.of(List.copyOf(reader.events()));
  }
}
