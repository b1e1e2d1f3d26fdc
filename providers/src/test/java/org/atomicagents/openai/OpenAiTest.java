package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.error.CancelledException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@SuppressWarnings("try") // some tests close a resource early
class OpenAiTest {
  private static final String JSON = "application/json";
  private static final String SSE = "text/event-stream";
  private static final String KEY = "sk-very-secret-1234567890";
  private static final String COMPLETE =
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";
  private static final String CHUNK = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
  private static final String LAST =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

  @Test
  void aClientOfABaseUrlLeavesTheSharedPoolOpen() {
    try (var server =
            LoopbackServer.answering(200, "application/json", "{\"data\":[{\"id\":\"m\"}]}");
        var pool = ConnectionPool.ofDefaults()) {
      try (var first = OpenAi.at(server.uri("/v1"), pool)) {
        assertThat(first.models(Duration.ofSeconds(30))).containsExactly("m");
      }

      try (var second = OpenAi.at(server.uri("/v1"), pool)) {
        assertThat(second.models(Duration.ofSeconds(30))).containsExactly("m");
      }

      assertThat(pool.status().admittedCalls()).isEqualTo(2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void listsTheModelsOfAProvider() throws Exception {
    try (var server =
            LoopbackServer.answering(
                200, JSON, "{\"object\":\"list\",\"data\":[{\"id\":\"b\"},{\"id\":\"a\"},{}]}");
        var client = client(server)) {
      assertThat(client.models(Duration.ofSeconds(9))).containsExactly("b", "a");

      LoopbackServer.Received received = server.takeRequest();
      assertThat(received.method() + " " + received.path()).isEqualTo("GET /v1/models");
      assertThat(received.headers()).containsEntry("authorization", "Bearer " + KEY);
    }
  }

  @Test
  void limitsTheTimeForTheListOfModels() {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var client = client(server)) {
      assertThatThrownBy(() -> client.models(Duration.ofSeconds(1)))
          .hasMessage(
              "Timed out after 1000 ms while waiting for a response to GET %s (limit DEADLINE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/v1/models")));
    }
  }

  @Test
  void reportsAResponseThatIsNotAListOfModels() {
    try (var server = LoopbackServer.answering(200, "text/html", "<html>");
        var client = client(server)) {
      assertThatThrownBy(() -> client.models(Duration.ofSeconds(9)))
          .hasMessage(
              "openai returned something other than a list of models.\n(GET %s)\nCheck that the base URL points to an OpenAI-compatible API."
                  .formatted(server.uri("/v1/models")));
    }
  }

  @Test
  void leavesASharedPoolOpen() {
    try (var server = LoopbackServer.answering(200, JSON, COMPLETE);
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 3; i++) {
        try (var client = OpenAi.builder(Provider.of("t", server.uri("/v1"))).pool(pool).build()) {
          assertThat(send(client).text()).isEqualTo("Hi");
        }
      }

      assertThat(server.connections()).isEqualTo(1);
      assertThat(pool.status().idleConnections()).isEqualTo(1);
    }
  }

  @Test
  void closesItsOwnPool() {
    try (var server = LoopbackServer.answering(200, JSON, COMPLETE)) {
      OpenAi client = OpenAi.at(server.uri("/v1"));
      assertThat(send(client).text()).isEqualTo("Hi");

      client.close();

      assertThatThrownBy(() -> send(client))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The connection pool is closed.");
    }
  }

  @Test
  void keepsTheConnectionOfAStreamThatWasReadCompletely() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, SSE);
              client.chunk(CHUNK);
              client.last(LAST);
            });
        var client = client(server)) {
      for (int i = 0; i < 9; i++) {
        assertThat(send(client).text()).isEqualTo("Hi");
      }
      try (var exchange = client.open(request(), RunContext.standalone())) {
        var events = exchange.iterator();
        while (!(events.next() instanceof ModelEvent.Finished)) {
          // A reader may stop after the last event without requesting more.
        }
      }
      assertThat(send(client).text()).isEqualTo("Hi");

      // The client waits 100 ms for the end of the body, which a busy machine may exceed.
      assertThat(server.connections()).isLessThan(5);
    }
  }

  @Test
  void deliversEachEventAsItArrives() throws Exception {
    var read = new CountDownLatch(1);
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, SSE);
              client.chunk(CHUNK);
              read.await();
              client.chunk(LAST);
              client.end();
            });
        var client = client(server);
        var exchange = client.open(request(), RunContext.standalone())) {
      var events = exchange.iterator();
      events.next();
      assertThat(events.next()).isEqualTo(new ModelEvent.TextDelta("Hi"));

      read.countDown();

      assertThat(events.next()).isInstanceOf(ModelEvent.Finished.class);
      assertThat(events.hasNext()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsAStream(boolean virtual) throws Exception {
    try (var server = openStream();
        var client = client(server)) {
      var reading = new CountDownLatch(1);
      var outcome = new CompletableFuture<String>();
      Thread reader = start(virtual, () -> outcome.complete(read(client, reading)));
      reading.await();

      reader.interrupt();

      assertThat(outcome.get())
          .isEqualTo(
              "Interrupted while reading the response to POST "
                  + server.uri("/v1/chat/completions")
                  + ". true");
      server.takeHangUp();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingFromAnotherThreadEndsAStream(boolean virtual) throws Exception {
    try (var server = openStream();
        var client = client(server);
        var exchange = client.open(request(), RunContext.standalone())) {
      var reading = new CountDownLatch(1);
      var outcome = new CompletableFuture<String>();
      start(virtual, () -> outcome.complete(read(exchange, reading)));
      reading.await();

      exchange.close();

      assertThat(outcome.get())
          .isEqualTo(
              "Closed while reading the response to POST "
                  + server.uri("/v1/chat/completions")
                  + ". false");
      server.takeHangUp();
    }
  }

  @Test
  void neverRevealsTheKey() {
    var log = new ConcurrentLinkedQueue<String>();
    Handler handler = handler(log);
    Logger root = Logger.getLogger("");
    Level previousLevel = root.getLevel();
    root.addHandler(handler);
    root.setLevel(Level.ALL);
    String echo = "{\"error\":{\"message\":\"Bad key " + KEY + "\"},\"x\":\"" + KEY + "\"}";
    var output = new StringBuilder();
    try {
      for (int status : List.of(200, 302, 400, 401, 404, 429, 500)) {
        for (String body :
            List.of(echo, KEY, "<p>" + KEY, "{" + KEY, "data: " + KEY + "\n\n", "")) {
          try (var server =
                  LoopbackServer.start((request, client) ->
                      client.respond(status, JSON, body, "Location: http://h/?" + KEY));
              var client = client(server)) {
            output.append(client).append(stackTrace(catchThrowable(() -> send(client))));
            output.append(stackTrace(catchThrowable(() -> client.models(Duration.ofSeconds(9)))));
          }
        }
      }
    } finally {
      root.removeHandler(handler);
      root.setLevel(previousLevel);
    }
    output
        .append(ApiKey.of(KEY))
        .append(
            OpenAi.of(Provider.AZURE.withBaseUrl(URI.create("https://h")), ApiKey.of(KEY))
                .model("m"));

    assertThat(output.toString()).contains("Bad key ***").doesNotContain(KEY);
    assertThat(log.toString()).doesNotContain(KEY);
  }

  @Test
  void phasesDoNotOverlapAndNearlyAddUpToTheTotal() {
    // The longer the pauses, the smaller the share of a stop of the machine between two phases.
    var millis = new AtomicLong();
    try (var server =
            LoopbackServer.start((request, client) -> {
              if (request.method().equals("HEAD")) {
                client.respond(200, SSE, "");
                return;
              }
              pause(millis.get());
              client.begin(200, SSE);
              client.chunk(CHUNK);
              pause(millis.get());
              client.chunk(LAST);
              client.end();
            });
        var client = client(server)) {
      send(client);
      // The end of a stream may arrive too late for its connection to be kept.
      client.warmUp(1);
      millis.set(500);
      var call = RunContext.standalone();

      send(client, call);

      Timings timings = call.timings().snapshot();
      assertThat(timings.of(Phase.CONNECT)).isZero();
      assertThat(timings.of(Phase.FIRST_BYTE)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
      assertThat(timings.of(Phase.STREAM)).isPositive();
      assertThat(timings.accountedNanos())
          .isBetween((long) (0.8 * timings.total().toNanos()), timings.total().toNanos());
    }
  }

  @Test
  void aNewConnectionHasAPhaseOfItsOwn() {
    try (var server = LoopbackServer.answering(200, JSON, COMPLETE);
        var client = client(server)) {
      var call = RunContext.standalone();

      send(client, call);

      Timings timings = call.timings().snapshot();
      assertThat(timings.of(Phase.CONNECT)).isPositive();
      assertThat(timings.accountedNanos()).isLessThanOrEqualTo(timings.total().toNanos());
    }
  }

  @Test
  void aProgramThatClosesNothingExitsAtOnce() throws Exception {
    try (var server = openStream()) {
      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classPath(),
                  UnclosedProgram.class.getName(),
                  server.uri("/v1").toString())
              .redirectErrorStream(true)
              .start();
      String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(printed).contains("TextDelta[2 characters]");
      assertThat(program.exitValue()).isZero();
    }
  }

  // On a module path, the test classes are patched in and are not on the class path.
  private static String classPath() {
    return Stream.of(
            "target/test-classes",
            System.getProperty("java.class.path"),
            System.getProperty("jdk.module.path"),
            System.getProperty("surefire.test.class.path"))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void pause(long millis) throws InterruptedException {
    // The test measures the time that the server takes.
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private static LoopbackServer openStream() {
    return LoopbackServer.start((request, client) -> {
      client.begin(200, SSE);
      client.chunk(CHUNK);
      client.awaitHangUp();
    });
  }

  private static Thread start(boolean virtual, Runnable work) {
    return virtual ? Thread.ofVirtual().start(work) : Thread.ofPlatform().daemon().start(work);
  }

  private static String read(OpenAi client, CountDownLatch reading) {
    try (var exchange = client.open(request(), RunContext.standalone())) {
      return read(exchange, reading);
    }
  }

  private static String read(ModelExchange exchange, CountDownLatch reading) {
    try {
      for (ModelEvent event : exchange) {
        if (event instanceof ModelEvent.TextDelta) {
          reading.countDown();
        }
      }
      return "ended";
    } catch (CancelledException e) {
      return e.getMessage() + " " + Thread.currentThread().isInterrupted();
    }
  }

  private static CollectedResponse send(OpenAi client) {
    return send(client, RunContext.standalone());
  }

  private static CollectedResponse send(OpenAi client, RunContext call) {
    try (var exchange = client.open(request(), call)) {
      return CollectedResponse.of(exchange);
    }
  }

  private static ModelRequest request() {
    return ModelRequest.of("m", List.of(Message.user("Hello"))).withStream(true);
  }

  private static OpenAi client(LoopbackServer server) {
    return OpenAi.builder().baseUrl(server.uri("/v1")).apiKey(ApiKey.of(KEY)).build();
  }

  private static String stackTrace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static Handler handler(Queue<String> log) {
    return new Handler() {
      private final SimpleFormatter formatter = new SimpleFormatter();

      @Override
      public void publish(LogRecord record) {
        log.add(formatter.format(record));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
