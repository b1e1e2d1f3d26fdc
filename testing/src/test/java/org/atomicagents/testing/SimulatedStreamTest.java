package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SimulatedStreamTest {
  private static final Duration DELAY = Duration.ofMillis(500);
  private static final Duration CADENCE = Duration.ofMillis(20);

  @Test
  void sendsEachChunkWhenItIsDue() throws Exception {
    var clock = new SteppedClock();
    try (var provider = paced(clock);
        var stream = new RawHttpStream(provider, ChatHttpClient.request("hello"))) {
      assertThat(clock.awaitSleep()).isEqualTo(DELAY);

      clock.release(1);

      assertThat(stream.head()).contains("200 ok").contains("transfer-encoding: chunked");
      assertThat(stream.chunk()).startsWith("data: ").contains("\"role\":\"assistant\"");
      // The server sleeps between chunks: each chunk is flushed immediately.
      for (int i = 0; i < 5; i++) {
        assertThat(stream.chunk()).matches("data: .*\"content\":\"[^\"]+\".*\n\n");
        assertThat(clock.awaitSleep()).isEqualTo(CADENCE);
        clock.release(1);
      }
    }
  }

  @Test
  void pacesTokensPerSecond() throws Exception {
    var clock = new SteppedClock();
    try (var provider =
            SimulatedProvider.builder()
                .timeSource(clock)
                .tokensPerSecond(50)
                .chunkTokens(5)
                .start();
        var stream = new RawHttpStream(provider, ChatHttpClient.request("hello"))) {

      assertThat(clock.awaitSleep()).isEqualTo(Duration.ofMillis(100));
      assertThat(stream.head()).contains("200 ok");
    }
  }

  @Test
  void takesAsLongForACompleteResponseAsForAStream() throws Exception {
    var clock = new SteppedClock();
    clock.release(Integer.MAX_VALUE);
    try (var provider = paced(clock)) {
      int tokens =
          ChatHttpClient.complete(provider, ChatHttpClient.request("hello"))
              .at("/usage/completion_tokens")
              .asInt();

      assertThat(clock.nanoTime())
          .isEqualTo(DELAY.plus(CADENCE.multipliedBy(tokens - 1)).toNanos());
    }
  }

  @Test
  void splitsChunksByCharacters() throws Exception {
    try (var provider = SimulatedProvider.builder().chunkCharacters(7).start()) {
      var chunks = ChatHttpClient.streamed(provider, ChatHttpClient.request("hello"));

      assertThat(chunks.subList(1, chunks.size() - 3))
          .allMatch(c -> c.at("/choices/0/delta/content").asString().length() == 7);
    }
  }

  @Test
  void abortsTheResponseWhenTheClientDisconnects() throws Exception {
    var clock = new SteppedClock();
    try (var provider = paced(clock)) {
      var stream = new RawHttpStream(provider, ChatHttpClient.request("hello"));
      clock.awaitSleep();
      clock.release(1);
      stream.head();
      clock.awaitSleep();

      stream.reset();
      clock.release(1_000);

      ActiveRequests.await(provider, 0);
      assertThat(clock.sleeps()).isLessThan(10);
    }
  }

  @Test
  void abortsResponsesInProgressWhenClosed() throws Exception {
    var clock = new SteppedClock();
    var provider = paced(clock);
    try (var stream = new RawHttpStream(provider, ChatHttpClient.request("hello"))) {
      clock.awaitSleep();
      clock.release(1);
      stream.head();
      stream.chunk();
      stream.chunk();
      clock.awaitSleep();

      provider.close();

      assertThat(stream.isBroken()).isTrue();
      ActiveRequests.await(provider, 0);
    }
  }

  @Test
  void completesAThousandConcurrentStreams() throws Exception {
    int count = 1_000;
    var clock = new SteppedClock();
    try (var provider =
            SimulatedProvider.builder()
                .timeSource(clock)
                .firstTokenDelay(DELAY)
                .chunkTokens(8)
                .start();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> streams =
          IntStream.range(0, count)
              .mapToObj(
                  i -> executor.submit(() -> read(provider, ChatHttpClient.request("stream " + i))))
              .toList();
      for (int i = 0; i < count; i++) {
        clock.awaitSleep();
      }
      assertThat(provider.activeRequests()).isEqualTo(count);

      clock.release(count);

      for (Future<String> stream : streams) {
        assertThat(stream.get()).isNotBlank();
      }
      assertThat(provider.requests()).hasSize(count);
    }
  }

  @Test
  void supportsHttp2() throws Exception {
    try (var provider = SimulatedProvider.start();
        var response =
            http2().newCall(http2Stream(provider, ChatHttpClient.request("hello"))).execute()) {

      assertThat(response.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
      assertThat(ChatHttpClient.content(ChatHttpClient.chunks(response.body().string())))
          .isEqualTo(
              ChatHttpClient.content(
                  ChatHttpClient.complete(provider, ChatHttpClient.request("hello"))));
    }
  }

  @Test
  void abortsTheResponseWhenAnHttp2ClientCancels() throws Exception {
    var clock = new SteppedClock();
    try (var provider = paced(clock)) {
      var client = http2();
      var call = client.newCall(http2Stream(provider, longResponseRequest()));
      clock.release(1);
      var response = call.execute();
      response.body().source().readUtf8Line();
      clock.awaitSleep();
      clock.awaitSleep();

      call.cancel();

      ActiveRequests.await(provider, 0);
    }
  }

  private static ObjectNode longResponseRequest() {
    return ChatHttpClient.withSchema(
        ReferenceValidator.read("{\"type\":\"string\",\"minLength\":40000}"));
  }

  private static OkHttpClient http2() {
    return new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
  }

  private static Request http2Stream(SimulatedProvider provider, ObjectNode body) {
    return new Request.Builder()
        .url(provider.baseUrl() + "/chat/completions")
        .post(
            RequestBody.create(
                body.put("stream", true).toString(), MediaType.get("application/json")))
        .build();
  }

  private static SimulatedProvider paced(SteppedClock clock) {
    return SimulatedProvider.builder()
        .timeSource(clock)
        .firstTokenDelay(DELAY)
        .chunkInterval(CADENCE)
        .start();
  }

  private static String read(SimulatedProvider provider, ObjectNode request) throws Exception {
    try (var stream = new RawHttpStream(provider, request)) {
      stream.head();
      var body = new StringBuilder();
      for (String chunk = stream.chunk(); !chunk.isEmpty(); chunk = stream.chunk()) {
        body.append(chunk);
      }
      return ChatHttpClient.content(ChatHttpClient.chunks(body.toString()));
    }
  }
}
