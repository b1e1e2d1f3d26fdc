package org.atomicagents.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RunContext;

/**
 * A model for tests that returns scripted responses and records its requests.
 *
 * <p>It uses no network and has no delay. Each response is used once, in the order given. A request
 * without a remaining response fails with an {@link IllegalStateException}, which is never retried
 * and never triggers a fallback.
 *
 * {@snippet :
 * var script = ScriptedModel.answering("{\"chat_message\":\"hi\"}");
 * var agent = AtomicAgent.of(script.model());
 * agent.run(new BasicChatInput("hello"));
 * assertThat(script.requests()).hasSize(1);
 * }
 *
 * <p>Thread-safe. Concurrent requests get their responses in the order in which they are recorded.
 */
public final class ScriptedModel implements ModelClient {

  /** The model name that {@link #model()} uses. */
  public static final String DEFAULT_NAME = "gpt-5-mini";

  private final Script script;
  private final List<ModelRequest> requests = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private ScriptedModel(Script script) {
    this.script = script;
  }

  @FunctionalInterface
  private interface Script {
    /** Returns the response to request {@code number}, counted from 1. */
    ScriptedResponse response(int number, ModelRequest request);
  }

  /** Returns a model that responds to its first request with the first text, and so on. */
  public static ScriptedModel answering(String... texts) {
    return of(Arrays.stream(texts).map(ScriptedResponse::text).toArray(ScriptedResponse[]::new));
  }

  /** Returns a model whose only response is a failure before the response begins. */
  public static ScriptedModel throwing(AgentException failure) {
    return of(ScriptedResponse.throwing(failure));
  }

  /** Returns a model that sends the given responses, one per request. */
  public static ScriptedModel of(ScriptedResponse... responses) {
    List<ScriptedResponse> script = List.of(responses);
    return new ScriptedModel((number, request) -> response(script, number));
  }

  /**
   * Returns a model that computes each response from the request, any number of times.
   *
   * @param script called on the thread of the request, possibly by several threads at once
   */
  public static ScriptedModel by(Function<? super ModelRequest, ScriptedResponse> script) {
    Objects.requireNonNull(script, "script");
    return new ScriptedModel((number, request) -> script.apply(request));
  }

  /** Returns a model named {@value #DEFAULT_NAME} that uses this client. */
  public Model model() {
    return model(DEFAULT_NAME);
  }

  /**
   * Returns a model that uses this client.
   *
   * <p>It supports every response mode and prefers {@link ResponseMode#JSON_SCHEMA}; {@link
   * Model#withModes} changes that.
   */
  public Model model(String name) {
    return Model.of(this, name)
        .withModes(
            ResponseMode.JSON_SCHEMA,
            ResponseMode.TOOL_CALL,
            ResponseMode.JSON_OBJECT,
            ResponseMode.PROMPTED_JSON,
            ResponseMode.DECISION);
  }

  /** Returns the requests received so far, in order. */
  public List<ModelRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /**
   * Returns the most recent request.
   *
   * @throws IllegalStateException if there was no request
   */
  public ModelRequest lastRequest() {
    List<ModelRequest> recorded = requests();
    if (recorded.isEmpty()) {
      throw new IllegalStateException("ScriptedModel has received no request.");
    }
    return recorded.getLast();
  }

  /** Returns how many exchanges were opened; requests that failed before that do not count. */
  public int opened() {
    return opened.get();
  }

  /** Returns how many of the opened exchanges were closed. */
  public int closed() {
    return closed.get();
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    int number = recordRequest(request);
    ScriptedExchange.checkActive(context, "waiting for a response");
    ScriptedResponse response = script.response(number, request);
    ModelExchange exchange = response.open(number, request, context, closed::incrementAndGet);
    opened.incrementAndGet();
    return exchange;
  }

  @Override
  public String provider() {
    return "scripted";
  }

  private int recordRequest(ModelRequest request) {
    synchronized (requests) {
      requests.add(request);
      return requests.size();
    }
  }

  private static ScriptedResponse response(List<ScriptedResponse> responses, int number) {
    if (number > responses.size()) {
      throw new IllegalStateException(
          "ScriptedModel has no response for request %d: the script has %d %s.\n%s"
              .formatted(
                  number,
                  responses.size(),
                  responses.size() == 1 ? "response" : "responses",
                  "Add responses, or compute them from the requests with ScriptedModel.by."));
    }
    return responses.get(number - 1);
  }
}
