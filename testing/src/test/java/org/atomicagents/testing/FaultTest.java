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

/** Each fault as it comes over HTTP/1.1, in clear text and with TLS. */
class FaultTest {
  private static final Pattern LENGTH = Pattern.compile("content-length: ([0-9]+)");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void limitsTheRate(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.rateLimited(), Fault.rateLimited(Duration.ofMillis(1_500)));

      raw.send(question());
      String plain = raw.head();
      JsonNode error = ReferenceValidator.read(raw.bytes(length(plain)));
      raw.send(question());
      String withTime = raw.head();

      assertThat(plain).startsWith("http/1.1 429 ").doesNotContain("retry-after");
      assertThat(error)
          .isEqualTo(
              ReferenceValidator.read(
                  """
                  {"error":{"message":"Rate limit reached for requests. Please try again later.",
                    "type":"requests","param":null,"code":"rate_limit_exceeded"}}
                  """));
      assertThat(withTime)
          .startsWith("http/1.1 429 ")
          .contains("\nretry-after: 2\n")
          .contains("\nretry-after-ms: 1500\n");
    }
  }

  @Test
  void hasNoQuotaLeft() throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.quotaExceeded());

      raw.send(question());
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
  void answersWithAnyStatus(int status) throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.status(status));

      raw.send(question());
      String head = raw.head();

      assertThat(head).startsWith("http/1.1 " + status + " ");
      JsonNode error = ReferenceValidator.read(raw.bytes(length(head))).path("error");
      assertThat(error.path("message").asString())
          .isEqualTo("The simulated provider was told to answer with status " + status + ".");
      assertThat(error.path("type").asString())
          .isEqualTo(status < 500 ? "invalid_request_error" : "server_error");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsAWholeAnswerThatIsNotJson(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.malformedJson());

      raw.send(question());
      String head = raw.head();
      String body = raw.bytes(length(head));

      assertThat(head).startsWith("http/1.1 200 ").contains("content-type: application/json");
      assertThat(body).startsWith("{id\":").endsWith("}");
      assertThat(isJson(body)).isFalse();
    }
  }

  @Test
  void sendsOneChunkThatIsNotJson() throws Exception {
    try (var provider = provider(false)) {
      List<String> good = events(answer(provider));
      provider.fail(Fault.malformedJson());

      List<String> bad = events(answer(provider));

      int middle = good.size() / 2;
      assertThat(bad).hasSameSizeAs(good);
      assertThat(bad.get(middle)).isEqualTo(good.get(middle).replaceFirst("\"", ""));
      assertThat(isJson(bad.get(middle))).isFalse();
      assertThat(bad.subList(0, middle)).isEqualTo(good.subList(0, middle));
      assertThat(bad.subList(middle + 1, bad.size()))
          .isEqualTo(good.subList(middle + 1, good.size()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsAPage(boolean stream) throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.wrongContentType());

      raw.send(question().put("stream", stream));
      String head = raw.head();

      assertThat(head)
          .startsWith("http/1.1 200 ")
          .contains("\ncontent-type: text/html; charset=utf-8\n");
      assertThat(raw.bytes(length(head))).startsWith("<!doctype html>").endsWith("</html>");
    }
  }

  @Test
  void truncatesAWholeAnswerAndKeepsTheConnection() throws Exception {
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.truncated());

      raw.send(question());
      String part = raw.bytes(length(raw.head()));
      raw.send(question());
      String whole = raw.bytes(length(raw.head()));

      assertThat(part).isEqualTo(whole.substring(0, whole.length() / 2));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void truncatesAStreamAndKeepsTheConnection(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.truncated());

      raw.send(question().put("stream", true));
      raw.head();
      List<String> part = events(raw.chunks());
      raw.send(question().put("stream", true));
      raw.head();
      List<String> whole = events(raw.chunks());

      assertThat(part).isEqualTo(whole.subList(0, whole.size() / 2)).doesNotContain("[DONE]");
    }
  }

  @Test
  void putsAnErrorIntoAStreamOrInItsPlace() throws Exception {
    JsonNode error =
        ReferenceValidator.read(
            """
            {"error":{"message":"The server had an error while processing your request.",
              "type":"server_error","param":null,"code":null}}
            """);
    try (var provider = provider(false);
        var raw = new RawHttpStream(provider)) {
      List<String> good = events(answer(provider));
      provider.fail(Fault.errorInStream(), Fault.errorInStream());

      List<String> bad = events(answer(provider));
      raw.send(question());
      JsonNode whole = ReferenceValidator.read(raw.bytes(length(raw.head())));

      assertThat(bad.subList(0, bad.size() - 1)).isEqualTo(good.subList(0, good.size() / 2));
      assertThat(ReferenceValidator.read(bad.getLast())).isEqualTo(error);
      assertThat(whole).isEqualTo(error);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resetsTheConnectionBeforeTheHeaders(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.droppedBeforeHeaders());

      raw.send(question());

      assertThat(raw.remains()).isEqualTo(new RawHttpStream.Remains("", true));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsTheConnectionInTheHeaders(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var whole = new RawHttpStream(provider);
        var stream = new RawHttpStream(provider)) {
      provider.fail(Fault.droppedInHeaders(), Fault.droppedInHeaders());

      whole.send(question());
      stream.send(question().put("stream", true));

      for (RawHttpStream raw : List.of(whole, stream)) {
        RawHttpStream.Remains remains = raw.remains();
        assertThat(remains.text()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("\r\n\r\n");
        assertThat(remains.reset()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsTheConnectionInAStream(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      List<String> good = events(answer(provider));
      provider.fail(Fault.droppedInBody());

      raw.send(question().put("stream", true));
      assertThat(raw.head()).startsWith("http/1.1 200 ");
      for (String event : good.subList(0, good.size() / 2)) {
        assertThat(raw.chunk()).isEqualTo("data: " + event + "\n\n");
      }

      assertThat(raw.remains()).isEqualTo(new RawHttpStream.Remains("", false));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsTheConnectionInAWholeAnswer(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      provider.fail(Fault.droppedInBody());

      raw.send(question());
      String head = raw.head();
      String half = raw.bytes(length(head) / 2);

      assertThat(half).startsWith("{\"id\":");
      assertThat(raw.remains()).isEqualTo(new RawHttpStream.Remains("", false));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resetsTheConnectionInTheBody(boolean tls) throws Exception {
    try (var provider = provider(tls);
        var raw = new RawHttpStream(provider)) {
      String good = answer(provider);
      provider.fail(Fault.resetInBody());

      raw.send(question().put("stream", true));
      RawHttpStream.Remains remains = raw.remains();

      // How much of the first half arrives is up to the network.
      assertThat(remains.reset()).isTrue();
      assertThat(remains.text()).hasSizeLessThan(good.length()).doesNotContain("[DONE]");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hangsUntilTheClientGoes(boolean tls) throws Exception {
    try (var provider = provider(tls)) {
      provider.fail(Fault.hanging(), Fault.hanging());
      var ending = new RawHttpStream(provider, question());
      var resetting = new RawHttpStream(provider, question());
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
  void hangsInTheBodyUntilTheClientGoes(boolean tls) throws Exception {
    try (var provider = provider(tls)) {
      List<String> good = events(answer(provider));
      provider.fail(Fault.hangingInBody());
      var raw = new RawHttpStream(provider, question());
      raw.head();
      for (String event : good.subList(0, good.size() / 2)) {
        assertThat(raw.chunk()).isEqualTo("data: " + event + "\n\n");
      }
      assertThat(raw.hasMore()).isFalse();
      assertThat(provider.activeRequests()).isEqualTo(1);

      raw.close();

      ActiveRequests.await(provider, 0);
    }
  }

  @Test
  void hangsUntilTheProviderIsClosed() throws Exception {
    var provider = provider(false);
    provider.fail(Fault.hanging());
    try (var raw = new RawHttpStream(provider, question())) {
      ActiveRequests.awaitRequests(provider, 1);

      provider.close();

      assertThat(raw.remains().text()).isEmpty();
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

      raw.send(question());

      for (char expected : "HTTP/1.1 200 OK\r\n".toCharArray()) {
        assertThat(raw.character()).isEqualTo(expected);
        assertThat(clock.awaitSleep()).isEqualTo(perByte);
        assertThat(raw.hasMore()).isFalse();
        clock.letGo(1);
      }
      clock.letGo(1_000_000);
      String slow = raw.bytes(length(raw.head()));
      raw.send(question());
      assertThat(ReferenceValidator.read(slow).get("choices"))
          .isEqualTo(ReferenceValidator.read(raw.bytes(length(raw.head()))).get("choices"));
    }
  }

  @Test
  void givesFaultsInOrderAndThenAllIsWell() throws Exception {
    try (var provider = provider(false)) {
      provider.fail(Fault.status(503), Fault.rateLimited());
      provider.fail(Fault.status(503));

      for (int status : List.of(503, 429, 503, 200)) {
        assertThat(ChatHttpClient.send(provider, question()).statusCode()).isEqualTo(status);
      }

      assertThat(provider.injected())
          .isEqualTo(Map.of(Fault.status(503), 2, Fault.rateLimited(), 1));
      assertThat(provider.requests())
          .extracting(RecordedRequest::fault)
          .containsExactly(Fault.status(503), Fault.rateLimited(), Fault.status(503), null);
    }
  }

  @Test
  void saysThatAFaultNeedsHttp2() throws Exception {
    try (var provider = provider(false)) {
      provider.fail(Fault.goAway());

      var response = ChatHttpClient.send(provider, question());

      assertThat(response.statusCode()).isEqualTo(501);
      assertThat(ReferenceValidator.read(response.body()).at("/error/message").asString())
          .isEqualTo(
              "The fault goAway() needs HTTP/2, and this request came by HTTP/1.1: "
                  + "start the provider with tls(), and use a client that speaks HTTP/2.");
      assertThat(provider.injected()).isEmpty();
    }
  }

  @Test
  void tellsFaultsApartByWhatTheyDo() {
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

  private static ObjectNode question() {
    return ChatHttpClient.request("hello");
  }

  private static String answer(SimulatedProvider provider) throws IOException {
    try (var raw = new RawHttpStream(provider, question())) {
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
