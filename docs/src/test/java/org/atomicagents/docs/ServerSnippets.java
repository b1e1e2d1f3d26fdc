package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.http.HttpServlet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.docs.StreamingSnippets.Recipe;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

@Timeout(60)
class ServerSnippets {
  private static final List<ModelEvent> RESPONSE =
      List.of(
          new ModelEvent.TextDelta("{\"title\":\"Lentil soup\","),
          new ModelEvent.TextDelta("\"summary\":\"Warm.\",\"minutes\":25,\"steps\":[]}"),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch firstEventRead = new CountDownLatch(1);

  @TempDir private Path folder;

  @Test
  void servletSendsEachEventImmediately() throws Exception {
    try (var server = tomcat(new RecipeServlet(pausedAgent()))) {
      assertReceivesTheFirstEventBeforeTheModelHasFinished(server.uri());
    }
  }

  @Test
  void servletMapsAnEarlyFailureToAStatus() throws Exception {
    try (var server = tomcat(new RecipeServlet(rateLimitedAgent()))) {
      assertThat(get(server.uri()).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void controllerSendsEachEventImmediately() throws Exception {
    try (var server = tomcat(dispatcher(new RecipeController(pausedAgent())))) {
      assertReceivesTheFirstEventBeforeTheModelHasFinished(server.uri());
    }
  }

  @Test
  void controllerMapsAnEarlyFailureToAStatus() throws Exception {
    try (var server = tomcat(dispatcher(new RecipeController(rateLimitedAgent())))) {
      assertThat(get(server.uri()).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void handlerSendsEachEventImmediately() throws Exception {
    try (var server = httpServer(new RecipeHandler(pausedAgent()))) {
      assertReceivesTheFirstEventBeforeTheModelHasFinished(server.uri());
    }
  }

  @Test
  void handlerMapsAnEarlyFailureToAStatus() throws Exception {
    try (var server = httpServer(new RecipeHandler(rateLimitedAgent()))) {
      assertThat(get(server.uri()).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void requestWithoutTheParameterIsABadRequest() throws Exception {
    try (var servlet = tomcat(new RecipeServlet(rateLimitedAgent()));
        var handler = httpServer(new RecipeHandler(rateLimitedAgent()))) {
      assertThat(get(withoutQuery(servlet.uri())).statusCode()).isEqualTo(400);
      assertThat(get(withoutQuery(handler.uri())).statusCode()).isEqualTo(400);
    }
    try (var controller = tomcat(dispatcher(new RecipeController(rateLimitedAgent())))) {
      assertThat(get(withoutQuery(controller.uri())).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void handlerPassesTheDecodedParameterToTheModel() throws Exception {
    var script = ScriptedModel.of(ScriptedResponse.events(RESPONSE));
    var agent = AtomicAgent.of(BasicChatInput.class, Recipe.class, script.model());
    try (var server = httpServer(new RecipeHandler(agent))) {
      get(server.uri()).body().readAllBytes();
    }

    assertThat(script.lastRequest().messages().getLast().text())
        .isEqualTo("{\"chat_message\":\"pea soup\"}");
  }

  private static URI withoutQuery(URI uri) {
    return uri.resolve(uri.getPath());
  }

  /** Reads the first event while the model is paused, and the others after that. */
  private void assertReceivesTheFirstEventBeforeTheModelHasFinished(URI uri) throws Exception {
    HttpResponse<InputStream> response = get(uri);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/event-stream");
    try (var body =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      List<String> first = event(body);
      firstEventRead.countDown();
      List<String> rest = body.lines().toList();

      assertThat(first)
          .containsExactly(
              "event: patch",
              "data: {\"draft\":1,\"patch\":[{\"op\":\"replace\",\"path\":\"\","
                  + "\"value\":{\"title\":\"Lentil soup\"}}]}");
      assertThat(rest).containsSequence("event: done", "data: {\"draft\":1}");
    }
  }

  private static List<String> event(BufferedReader body) throws IOException {
    var lines = new ArrayList<String>();
    for (String line = body.readLine(); !line.isEmpty(); line = body.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  private HttpResponse<InputStream> get(URI uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  /** Returns an agent whose model pauses after its first chunk until the first event is read. */
  private AtomicAgent<BasicChatInput, Recipe> pausedAgent() {
    Iterable<ModelEvent> events =
        () ->
            RESPONSE.stream()
                .peek(event -> {
                  if (!event.equals(RESPONSE.getFirst())) {
                    awaitReader();
                  }
                })
                .iterator();
    return agent(ScriptedResponse.events(events));
  }

  private void awaitReader() {
    try {
      assertThat(firstEventRead.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AtomicAgent<BasicChatInput, Recipe> rateLimitedAgent() {
    var error = new ProviderError("openai", 429, null, "Rate limit reached", "{}");
    return agent(
        ScriptedResponse.throwing(
            RateLimitedException.of(error, RateLimitedException.Kind.RATE, Duration.ofSeconds(1))));
  }

  private static AtomicAgent<BasicChatInput, Recipe> agent(ScriptedResponse response) {
    return AtomicAgent.of(BasicChatInput.class, Recipe.class, ScriptedModel.of(response).model());
  }

  private record RunningServer(URI uri, ServerStop stop) implements AutoCloseable {
    @Override
    public void close() throws LifecycleException {
      stop.run();
    }
  }

  private interface ServerStop {
    void run() throws LifecycleException;
  }

  private RunningServer tomcat(HttpServlet servlet) throws LifecycleException {
    var tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "recipe", servlet).addMapping("/recipe");
    tomcat.getConnector();
    tomcat.start();
    return new RunningServer(
        uri(tomcat.getConnector().getLocalPort(), "wish=soup"),
        () -> {
          tomcat.stop();
          tomcat.destroy();
        });
  }

  @EnableWebMvc
  static class WebConfig {}

  private static DispatcherServlet dispatcher(RecipeController controller) {
    var context = new GenericWebApplicationContext();
    new AnnotatedBeanDefinitionReader(context).register(WebConfig.class);
    context.registerBean(RecipeController.class, () -> controller);
    return new DispatcherServlet(context);
  }

  private static RunningServer httpServer(HttpHandler handler) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/recipe", handler);
    server.start();
    return new RunningServer(
        uri(server.getAddress().getPort(), "lang=en&wish=pea%20soup"), () -> server.stop(0));
  }

  private static URI uri(int port, String query) {
    return URI.create("http://127.0.0.1:" + port + "/recipe?" + query);
  }
}
