package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests that the simulator accepts the requests that Anthropic accepted, and no others. */
class RecordedMessagesRequestTest {

  @Test
  void thereAreRequests() throws Exception {
    assertThat(RecordedRequests.of("anthropic-messages")).hasSizeGreaterThan(50);
  }

  @TestFactory
  Stream<DynamicTest> respondsAsAnthropicDid() throws Exception {
    return RecordedRequests.of("anthropic-messages").stream()
        .map(request -> DynamicTest.dynamicTest(request.name(), () -> check(request)));
  }

  private static void check(RecordedRequests.SentRequest request) throws Exception {
    ObjectNode body = request.body().deepCopy();
    String model = body.path("model").asString();
    boolean hadThinking = removeThinking(body);
    try (var provider =
        SimulatedProvider.builder().models(request.status() == 404 ? "other" : model).start()) {
      var http = new SimulatedHttpClient(provider, "anthropic-version", "2023-06-01");

      HttpResponse<String> response = http.post(request.path(), body.toString());
      HttpResponse<String> foreign = http.post(request.path(), request.body().toString());

      assertThat(response.statusCode()).as(response.body()).isEqualTo(request.status());
      if (hadThinking) {
        assertThat(foreign.body()).contains("Invalid `signature` in `thinking` block");
      }
    }
  }

  // The signatures of the real provider are foreign to the simulated one.
  private static boolean removeThinking(ObjectNode body) {
    boolean removed = false;
    for (JsonNode message : body.path("messages")) {
      if (message.path("content") instanceof ArrayNode content) {
        int before = content.size();
        content.removeIf(block -> block.path("type").asString("").endsWith("thinking"));
        removed |= content.size() < before;
      }
    }
    return removed;
  }
}
