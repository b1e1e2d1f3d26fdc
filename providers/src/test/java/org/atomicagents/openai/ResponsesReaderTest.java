package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.junit.jupiter.api.Test;

/** Tests of the events that are parsed from responses of the Responses API. */
class ResponsesReaderTest {
  private static final String CREATED =
      "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"model\":\"gpt-x-1\","
          + "\"status\":\"in_progress\",\"output\":[]}}";
  private static final String COMPLETED =
      "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"status\":\"completed\","
          + "\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\","
          + "\"text\":\"Hi\"}]}],\"usage\":{\"input_tokens\":5,\"output_tokens\":7,"
          + "\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":1},"
          + "\"output_tokens_details\":{\"reasoning_tokens\":6}}}}";

  @Test
  void readsAStreamWithTypesAfterTheData() {
    assertThat(
            stream(
                CREATED,
                "{\"item\":{\"type\":\"message\",\"id\":\"m\"},\"output_index\":0,"
                    + "\"type\":\"response.output_item.added\"}",
                "{\"delta\":\"H\",\"output_index\":0,\"type\":\"response.output_text.delta\"}",
                "{\"delta\":\"i\",\"output_index\":0,\"type\":\"response.output_text.delta\"}",
                COMPLETED))
        .containsExactly(
            new ModelEvent.Started("resp_1", "gpt-x-1", Map.of()),
            new ModelEvent.TextDelta("H"),
            new ModelEvent.TextDelta("i"),
            new ModelEvent.UsageReport(new Usage(5, 7, 4, 1, 6, 0, 0)),
            new ModelEvent.Finished(FinishReason.STOP, "completed"));
  }

  @Test
  void takesTheOutputFromTheEndOfAStreamWithoutItems() {
    assertThat(stream(CREATED, COMPLETED)).contains(new ModelEvent.TextDelta("Hi"));
  }

  @Test
  void takesTheTextOfAnItemWithoutDeltas() {
    assertThat(
            stream(
                CREATED,
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                    + "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\","
                    + "\"text\":\"Whole\"}]}}",
                COMPLETED))
        .contains(new ModelEvent.TextDelta("Whole"))
        .doesNotContain(new ModelEvent.TextDelta("Hi"));
  }

  @Test
  void ignoresUnknownEventsAndFields() {
    assertThat(
            stream(
                CREATED,
                "{\"type\":\"response.hologram.delta\",\"delta\":\"?\",\"x\":{\"y\":[1]}}",
                "{\"type\":\"keepalive\",\"sequence_number\":3}",
                "[1]",
                "{}",
                "{\"type\":\"response.output_text.delta\",\"delta\":null,\"output_index\":\"?\"}",
                COMPLETED))
        .contains(new ModelEvent.Finished(FinishReason.STOP, "completed"));
  }

  @Test
  void commentaryIsReasoningAndTheAnswerIsText() {
    List<ModelEvent> events =
        stream(
            CREATED,
            added(0, "{\"type\":\"message\",\"phase\":\"commentary\"}"),
            text(0, "Searching."),
            added(1, "{\"type\":\"message\",\"phase\":\"final_answer\"}"),
            text(1, "Found."),
            COMPLETED);

    assertThat(events)
        .contains(new ModelEvent.ReasoningDelta("Searching."), new ModelEvent.TextDelta("Found."))
        .doesNotContain(new ModelEvent.TextDelta("Searching."));
  }

  @Test
  void separatesTheSectionsOfReasoning() {
    assertThat(
            stream(
                CREATED,
                summary(0, 0, "First"),
                summary(0, 0, " thought."),
                summary(0, 1, "Second."),
                summary(2, 0, "Third."),
                COMPLETED))
        .contains(
            new ModelEvent.ReasoningDelta("First"),
            new ModelEvent.ReasoningDelta(" thought."),
            new ModelEvent.ReasoningDelta("\n\nSecond."),
            new ModelEvent.ReasoningDelta("\n\nThird."));
  }

  @Test
  void numbersTheCallsInTheirOrder() {
    assertThat(
            stream(
                CREATED,
                added(1, "{\"type\":\"function_call\",\"call_id\":\"a\",\"name\":\"f\"}"),
                added(3, "{\"type\":\"function_call\",\"call_id\":\"b\",\"name\":\"g\"}"),
                arguments(3, "{\"x\":"),
                arguments(1, "{}"),
                arguments(3, "1}"),
                COMPLETED))
        .contains(
            new ModelEvent.ToolCallDelta(0, "a", "f", ""),
            new ModelEvent.ToolCallDelta(1, "b", "g", ""),
            new ModelEvent.ToolCallDelta(1, null, null, "{\"x\":"),
            new ModelEvent.ToolCallDelta(0, null, null, "{}"),
            new ModelEvent.ToolCallDelta(1, null, null, "1}"),
            new ModelEvent.Finished(FinishReason.TOOL_CALLS, "completed"));
  }

  @Test
  void reportsARefusalOnce() {
    assertThat(
            stream(
                CREATED,
                "{\"type\":\"response.refusal.delta\",\"output_index\":0,\"delta\":\"I can\"}",
                "{\"type\":\"response.refusal.delta\",\"output_index\":0,\"delta\":\"not.\"}",
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                    + "{\"type\":\"message\",\"content\":[{\"type\":\"refusal\","
                    + "\"refusal\":\"I cannot.\"}]}}",
                COMPLETED))
        .containsOnlyOnce(new ModelEvent.Refused("I cannot."));
    assertThat(
            body(
                "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":"
                    + "[{\"type\":\"refusal\",\"refusal\":\"No.\"}]}]}"))
        .contains(new ModelEvent.Refused("No."));
  }

  @Test
  void mapsTheReasonsOfIncompleteResponses() {
    assertThat(finished("max_output_tokens")).isEqualTo(FinishReason.LENGTH);
    assertThat(finished("content_filter")).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(finished("new_reason")).isEqualTo(FinishReason.OTHER);
  }

  @Test
  void anEventOfTheEndCountsWithoutAStatus() {
    assertThat(
            stream(
                CREATED,
                text(0, "Hi"),
                "{\"type\":\"response.incomplete\",\"response\":{\"incomplete_details\":"
                    + "{\"reason\":\"max_output_tokens\"}}}"))
        .endsWith(new ModelEvent.Finished(FinishReason.LENGTH, "max_output_tokens"));
  }

  @Test
  void errorsHaveTheCodeAndMessageOfTheProvider() {
    assertThat(
            error(
                "{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down.\","
                    + "\"param\":null}"))
        .isEqualTo("{\"code\":\"rate_limit_exceeded\",\"message\":\"Slow down.\"}");
    assertThat(error("{\"type\":\"error\",\"error\":{\"code\":\"x\",\"message\":\"y\"}}"))
        .isEqualTo("{\"code\":\"x\",\"message\":\"y\"}");
    assertThat(
            error(
                "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
                    + "{\"code\":\"server_error\",\"message\":\"Sorry.\"}}}"))
        .isEqualTo("{\"code\":\"server_error\",\"message\":\"Sorry.\"}");
    assertThat(
            error(
                "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\","
                    + "\"error\":null}}"))
        .isEqualTo(
            "{\"code\":\"server_error\",\"message\":\"The response has the status failed.\"}");
    assertThat(error("{\"type\":\"error\"}"))
        .isEqualTo("{\"code\":null,\"message\":\"The stream ended with an error.\"}");
  }

  @Test
  void reasoningWithoutContentIsNotReplayed() {
    assertThat(
            body(
                "{\"status\":\"completed\",\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\","
                    + "\"summary\":[]},{\"type\":\"message\",\"id\":\"m\",\"content\":["
                    + "{\"type\":\"output_text\",\"text\":\"Hi\"}]}]}"))
        .noneMatch(ModelEvent.OpaquePart.class::isInstance);
  }

  @Test
  void collectsTheItemsToReplay() {
    assertThat(
            body(
                "{\"status\":\"completed\",\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\","
                    + "\"summary\":[],\"encrypted_content\":\"x\"},{\"type\":\"message\","
                    + "\"id\":\"m\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
                    + "\"text\":\"Hi\"}]},{\"type\":\"function_call\",\"id\":\"fc\","
                    + "\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}]}"))
        .contains(
            new ModelEvent.OpaquePart(
                "test",
                "requested",
                "{\"responses_output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\","
                    + "\"summary\":[],\"encrypted_content\":\"x\"},{\"type\":\"message\","
                    + "\"id\":\"m\",\"role\":\"assistant\"},{\"type\":\"function_call\","
                    + "\"id\":\"fc\",\"call_id\":\"c\"}]}"));
  }

  @Test
  void itemsOfTheProvidersOwnToolsAreOtherEventsAndReplayed() {
    String search = "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}";

    assertThat(body("{\"status\":\"completed\",\"output\":[" + search + "]}"))
        .contains(
            new ModelEvent.Other("test", search),
            new ModelEvent.OpaquePart(
                "test", "requested", "{\"responses_output\":[" + search + "]}"));
  }

  @Test
  void citationsAreOtherEvents() {
    assertThat(
            body(
                "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":["
                    + "{\"type\":\"output_text\",\"text\":\"Hi\",\"annotations\":["
                    + "{\"type\":\"url_citation\",\"url\":\"https://a\"}]}]}]}"))
        .contains(
            new ModelEvent.Other(
                "test", "{\"annotation\":{\"type\":\"url_citation\",\"url\":\"https://a\"}}"));
  }

  @Test
  void aPendingResponseIsAnError() {
    var reader = reader();
    reader.read(WireJson.parser("{\"id\":\"r\",\"status\":\"queued\",\"output\":[]}"));

    assertThat(reader.error())
        .isEqualTo(
            "{\"code\":\"invalid_state\",\"message\":\"The response is not finished, but"
                + " queued.\"}");
  }

  @Test
  void anObjectOfAnotherProtocolHasNotStarted() {
    var reader = reader();
    reader.read(WireJson.parser("{\"choices\":[]}"));

    assertThat(reader.isStarted()).isFalse();
    assertThat(reader.events()).isEmpty();
  }

  @Test
  void aStreamEndsWithItsLastEventOnly() {
    var reader = reader();
    read(reader, CREATED);
    assertThat(reader.isFinished()).isFalse();
    assertThat(reader.hasEnded()).isFalse();
    assertThat(isEndMarker(reader)).isFalse();

    read(reader, "[DONE]");
    assertThat(reader.isFinished()).isFalse();

    read(reader, COMPLETED);
    assertThat(reader.hasEnded()).isTrue();
    assertThat(isEndMarker(reader)).isTrue();
  }

  private static boolean isEndMarker(ResponsesReader reader) {
    byte[] done = "[DONE]".getBytes(StandardCharsets.UTF_8);
    return reader.isEndMarker(done, done.length);
  }

  private static String added(int index, String item) {
    return "{\"type\":\"response.output_item.added\",\"output_index\":%d,\"item\":%s}"
        .formatted(index, item);
  }

  private static String text(int index, String delta) {
    return delta("response.output_text.delta", index, delta);
  }

  private static String arguments(int index, String delta) {
    return delta("response.function_call_arguments.delta", index, delta);
  }

  private static String summary(int index, int section, String delta) {
    return "{\"summary_index\":%d,%s"
        .formatted(
            section, delta("response.reasoning_summary_text.delta", index, delta).substring(1));
  }

  private static String delta(String type, int index, String delta) {
    return "{\"type\":\"%s\",\"output_index\":%d,\"delta\":%s}"
        .formatted(type, index, WireJson.quote(delta));
  }

  private static FinishReason finished(String reason) {
    List<ModelEvent> events =
        body(
            "{\"status\":\"incomplete\",\"output\":[],\"incomplete_details\":{\"reason\":\""
                + reason
                + "\"}}");
    return ((ModelEvent.Finished) events.getLast()).reason();
  }

  private static String error(String event) {
    var reader = reader();
    read(reader, CREATED);
    read(reader, event);
    return reader.error();
  }

  private static List<ModelEvent> stream(String... events) {
    var reader = reader();
    for (String event : events) {
      read(reader, event);
    }
    assertThat(reader.error()).isNull();
    assertThat(reader.isFinished()).isTrue();
    reader.complete();
    return new ArrayList<>(reader.events());
  }

  private static List<ModelEvent> body(String json) {
    var reader = reader();
    reader.read(WireJson.parser(json));
    assertThat(reader.error()).isNull();
    assertThat(reader.isStarted()).isTrue();
    reader.complete();
    return new ArrayList<>(reader.events());
  }

  private static void read(ResponsesReader reader, String event) {
    byte[] data = event.getBytes(StandardCharsets.UTF_8);
    reader.read(data, data.length);
  }

  private static ResponsesReader reader() {
    return new ResponsesReader("test", "requested", Map.of());
  }
}
