package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests each fault over HTTP/1.1, in clear text and with TLS. */
class FaultTest {
  private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsRateLimitErrors(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.rateLimited(), Fault.rateLimited(Duration.ofMillis(1_500)));

      raw.send(request());
      String plain = raw.head();
      JsonNode error = ReferenceValidator.read(raw.bytes(length(plain)));
      raw.send(request());
      String withDelay = raw.head();

      assertThat(plain).startsWith("http/1.1 429 ").doesNotContain("retry-after");
      assertThat(error)
          .isEqualTo(
              ReferenceValidator.read(
                  """
                  {"error":{"message":"Rate limit reached for requests. Please try again later.",
                    "type":"requests","param":null,"code":"rate_limit_exceeded"}}
                  """));
      assertThat(withDelay)
          .startsWith("http/1.1 429 ")
          .contains("\nretry-after: 2\n")
          .contains("\nretry-after-ms: 1500\n");
    }
  }

  @Test
  void sendsQuotaErrors() throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.quotaExceeded());

      raw.send(request());
      String head = raw.head();

      assertThat(head).startsWith("http/1.1 429 ").doesNotContain("retry-after");
      assertThat(ReferenceValidator.read(raw.bytes(length(head))))
          .isEqualTo(
              ReferenceValidator.read(
                  """
                  {"error":{"message":
                    "You exceeded your current quota, please check your plan and billing details.",
                    "type":"insufficient_quota","param":null,"code":"insufficient_quota"}}
                  """));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 500, 503, 529})
  void sendsTheGivenStatus(int status) throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.status(status));

      raw.send(request());
      String head = raw.head();

      assertThat(head).startsWith("http/1.1 " + status + " ");
      JsonNode error = ReferenceValidator.read(raw.bytes(length(head))).path("error");
      assertThat(error.path("message").asString())
          .isEqualTo(
              "The simulated provider was configured to respond with status " + status + ".");
      assertThat(error.path("type").asString())
          .isEqualTo(status < 500 ? "invalid_request_error" : "server_error");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsAMalformedBody(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.malformedJson());

      raw.send(request());
      String head = raw.head();
      String body = raw.bytes(length(head));

      assertThat(head).startsWith("http/1.1 200 ").contains("content-type: application/json");
      assertThat(body).startsWith("{id\":").endsWith("}");
      assertThat(isJson(body)).isFalse();
    }
  }

  @Test
  void sendsOneMalformedChunk() throws Exception {
    try (var provider = provider(false)) {
      List<String> complete = events(streamedBody(provider));
      provider.fail(Fault.malformedJson());

      List<String> corrupted = events(streamedBody(provider));

      int middle = complete.size() / 2;
      assertThat(corrupted).hasSameSizeAs(complete);
      assertThat(corrupted.get(middle)).isEqualTo(complete.get(middle).replaceFirst("\"", ""));
      assertThat(isJson(corrupted.get(middle))).isFalse();
      assertThat(corrupted.subList(0, middle)).isEqualTo(complete.subList(0, middle));
      assertThat(corrupted.subList(middle + 1, corrupted.size()))
          .isEqualTo(complete.subList(middle + 1, complete.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsAnHtmlPage(boolean stream) throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.wrongContentType());

      raw.send(request().put("stream", stream));
      String head = raw.head();

      assertThat(head)
          .startsWith("http/1.1 200 ")
          .contains("\ncontent-type: text/html; charset=utf-8\n");
      assertThat(raw.bytes(length(head))).startsWith("<!doctype html>").endsWith("</html>");
    }
  }

  @Test
  void truncatesABodyAndKeepsTheConnection() throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.truncated());

      raw.send(request());
      String truncated = raw.bytes(length(raw.head()));
      raw.send(request());
      String complete = raw.bytes(length(raw.head()));

      assertThat(truncated).isEqualTo(complete.substring(0, complete.length() / 2));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void truncatesAStreamAndKeepsTheConnection(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.truncated());

      raw.send(request().put("stream", true));
      raw.head();
      List<String> truncated = events(raw.chunks());
      raw.send(request().put("stream", true));
      raw.head();
      List<String> complete = events(raw.chunks());

      assertThat(truncated)
          .isEqualTo(complete.subList(0, complete.size() / 2))
          .doesNotContain("[DONE]");
    }
  }

  @Test
  void sendsAnErrorObjectInAStreamOrAsTheBody() throws Exception {
    JsonNode error =
        ReferenceValidator.read(
            """
            {"error":{"message":"The server had an error while processing your request.",
              "type":"server_error","param":null,"code":null}}
            """);
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      List<String> complete = events(streamedBody(provider));
      provider.fail(Fault.errorInStream(), Fault.errorInStream());

      List<String> corrupted = events(streamedBody(provider));
      raw.send(request());
      JsonNode body = ReferenceValidator.read(raw.bytes(length(raw.head())));

      assertThat(corrupted.subList(0, corrupted.size() - 1))
          .isEqualTo(complete.subList(0, complete.size() / 2));
      assertThat(ReferenceValidator.read(corrupted.getLast())).isEqualTo(error);
      assertThat(body).isEqualTo(error);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resetsTheConnectionBeforeTheHeaders(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.droppedBeforeHeaders());

      raw.send(request());

      assertThat(raw.readToEnd()).isEqualTo(new RawHttpStream.ConnectionEnd("", true));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesTheConnectionInTheHeaders(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var plain = new RawHttpStream(provider);
        var stream = new RawHttpStream(provider)) {
      provider.fail(Fault.droppedInHeaders(), Fault.droppedInHeaders());

      plain.send(request());
      stream.send(request().put("stream", true));

      for (RawHttpStream raw : List.of(plain, stream)) {
        RawHttpStream.ConnectionEnd end = raw.readToEnd();
        assertThat(end.text()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("\r\n\r\n");
        assertThat(end.reset()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesTheConnectionInAStream(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      List<String> complete = events(streamedBody(provider));
      provider.fail(Fault.droppedInBody());

      raw.send(request().put("stream", true));
      assertThat(raw.head()).startsWith("http/1.1 200 ");
      for (String event : complete.subList(0, complete.size() / 2)) {
        assertThat(raw.chunk()).isEqualTo("data: " + event + "\n\n");
      }

      assertThat(raw.readToEnd()).isEqualTo(new RawHttpStream.ConnectionEnd("", false));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closesTheConnectionInABody(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.droppedInBody());

      raw.send(request());
      String head = raw.head();
      String half = raw.bytes(length(head) / 2);

      assertThat(half).startsWith("{\"id\":");
      assertThat(raw.readToEnd()).isEqualTo(new RawHttpStream.ConnectionEnd("", false));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resetsTheConnectionInTheBody(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      String complete = streamedBody(provider);
      provider.fail(Fault.resetInBody());

      raw.send(request().put("stream", true));
      RawHttpStream.ConnectionEnd end = raw.readToEnd();

      // The network decides how much of the first half arrives.
      assertThat(end.reset()).isTrue();
      assertThat(end.text()).hasSizeLessThan(complete.length()).doesNotContain("[DONE]");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hangsUntilTheClientDisconnects(boolean tls) throws Exception {
    try (var provider = provider(tls)) {
      provider.fail(Fault.hanging(), Fault.hanging());
      var ending = new RawHttpStream(provider, request());
      var resetting = new RawHttpStream(provider, request());
      ActiveRequests.awaitRequests(provider, 2);
      assertThat(ending.hasMore() || resetting.hasMore()).isFalse();

      ending.close();
      ActiveRequests.await(provider, 1);
      resetting.reset();

      ActiveRequests.await(provider, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hangsInTheBodyUntilTheClientDisconnects(boolean tls) throws Exception {
    try (var provider = provider(tls)) {
      List<String> complete = events(streamedBody(provider));
      provider.fail(Fault.hangingInBody());
      var raw = new RawHttpStream(provider, request());
      raw.head();
      for (String event : complete.subList(0, complete.size() / 2)) {
        assertThat(raw.chunk()).isEqualTo("data: " + event + "\n\n");
      }
      assertThat(raw.hasMore()).isFalse();
      // The request for the complete response may still be ending.
      ActiveRequests.await(provider, 1);

      raw.close();

      ActiveRequests.await(provider, 0);
    }
  }

  @Test
  void hangsUntilTheProviderIsClosed() throws Exception {
    var provider = provider(false);
    provider.fail(Fault.hanging());
    try (var raw = new RawHttpStream(provider, request())) {
      ActiveRequests.awaitRequests(provider, 1);

      provider.close();

      assertThat(raw.readToEnd().text()).isEmpty();
      ActiveRequests.await(provider, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsByteByByte(boolean tls) throws Exception {
    var clock = new SteppedClock();
    var perByte = Duration.ofMillis(3);
    try (var provider = clocked(clock, tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.slow(perByte));

      raw.send(request());

      for (char expected : "HTTP/1.1 200 OK\r\n".toCharArray()) {
        assertThat(raw.character()).isEqualTo(expected);
        assertThat(clock.awaitSleep()).isEqualTo(perByte);
        assertThat(raw.hasMore()).isFalse();
        clock.release(1);
      }
      clock.release(1_000_000);
      String slow = raw.bytes(length(raw.head()));
      raw.send(request());
      assertThat(ReferenceValidator.read(slow).get("choices"))
          .isEqualTo(ReferenceValidator.read(raw.bytes(length(raw.head()))).get("choices"));
    }
  }

  @Test
  void injectsFaultsInOrderAndThenSucceeds() throws Exception {
    try (var provider = provider(false)) {
      provider.fail(Fault.status(503), Fault.rateLimited());
      provider.fail(Fault.status(503));

      for (int status : List.of(503, 429, 503, 200)) {
        assertThat(ChatHttpClient.send(provider, request()).statusCode()).isEqualTo(status);
      }

      assertThat(provider.injectedFaults())
          .isEqualTo(Map.of(Fault.status(503), 2, Fault.rateLimited(), 1));
      assertThat(provider.requests())
          .extracting(RecordedRequest::fault)
          .containsExactly(Fault.status(503), Fault.rateLimited(), Fault.status(503), null);
    }
  }

  @Test
  void rejectsHttp2FaultsOverHttp1() throws Exception {
    try (var provider = provider(false)) {
      provider.fail(Fault.goAway());

      var response = ChatHttpClient.send(provider, request());

      assertThat(response.statusCode()).isEqualTo(501);
      assertThat(ReferenceValidator.read(response.body()).at("/error/message").asString())
          .isEqualTo(
              "The fault goAway() needs HTTP/2, but the request used HTTP/1.1: "
                  + "start the provider with tls(), and use a client that supports HTTP/2.");
      assertThat(provider.injectedFaults()).isEmpty();
    }
  }

  @Test
  void comparesFaultsByKindAndSettings() {
    assertThat(Fault.rateLimited(Duration.ofSeconds(2)))
        .isEqualTo(Fault.rateLimited(Duration.parse("PT0M2S")))
        .isNotEqualTo(Fault.rateLimited())
        .hasToString("rateLimited(PT2S)");
    assertThatThrownBy(() -> Fault.status(200))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("status: expected 400 to 599, found 200");
    assertThatThrownBy(() -> Fault.slow(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perByte: expected above 0, found PT0S");
  }

  private static SimulatedProvider provider(boolean tls) {
    return clocked(new SteppedClock(), tls);
  }

  private static SimulatedProvider clocked(SteppedClock clock, boolean tls) {
    var builder = SimulatedProvider.builder().timeSource(clock);
    return tls ? builder.tls().start() : builder.start();
  }

  private static ObjectNode request() {
    return ChatHttpClient.request("hello");
  }

  private static String streamedBody(SimulatedProvider provider) throws IOException {
    try (var raw = new RawHttpStream(provider, request())) {
      raw.head();
      return raw.chunks();
    }
  }

  private static List<String> events(String stream) {
    return Pattern.compile("\n\n")
        .splitAsStream(stream)
        .map(event -> event.substring("data: ".length()))
        .toList();
  }

  private static int length(String head) {
    Matcher length = LENGTH.matcher(head);
    assertThat(length.find()).as(head).isTrue();
    return Integer.parseInt(length.group(1));
  }

  private static boolean isJson(String text) {
    try {
      ReferenceValidator.read(text);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }
}
