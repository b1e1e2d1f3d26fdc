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
 * A model whose answers are given in advance and whose requests are recorded.
 *
 * <p>Without network and without delay. An answer is used once, in the order given; a request that
 * finds none left fails with an {@link IllegalStateException}, which no retry or fallback swallows.
 *
 * {@snippet :
 * var script = ScriptedModel.answering("{\"chat_message\":\"hi\"}");
 * var agent = AtomicAgent.of(script.model());
 * agent.run(new BasicChatInput("hello"));
 * assertThat(script.requests()).hasSize(1);
 * }
 *
 * <p>Thread-safe; of concurrent requests the one recorded first gets the first answer.
 */
public final class ScriptedModel implements ModelClient {

  /** The name of {@link #model()}. */
  public static final String DEFAULT_NAME = "gpt-5-mini";

  private final Script script;
  private final List<ModelRequest> requests = new ArrayList<>();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private ScriptedModel(Script script) {
    this.script = script;
  }

  /** Says what answers request {@code number}, counted from 1. */
  @FunctionalInterface
  private interface Script {
    ScriptedResponse answer(int number, ModelRequest request);
  }

  /** A model that answers its first request with the first text, and so on. */
  public static ScriptedModel answering(String... texts) {
    return of(Arrays.stream(texts).map(ScriptedResponse::text).toArray(ScriptedResponse[]::new));
  }

  /** A model that fails its only request. */
  public static ScriptedModel throwing(AgentException failure) {
    return of(ScriptedResponse.throwing(failure));
  }

  /** A model that gives these answers, one a request. */
  public static ScriptedModel of(ScriptedResponse... answers) {
    List<ScriptedResponse> all = List.of(answers);
    return new ScriptedModel((number, request) -> next(all, number));
  }

  /**
   * A model that makes each answer from the request; never exhausted.
   *
   * @param script called on the requests' threads, possibly by several at once
   */
  public static ScriptedModel by(Function<? super ModelRequest, ScriptedResponse> script) {
    Objects.requireNonNull(script, "script");
    return new ScriptedModel((number, request) -> script.apply(request));
  }

  /** This client as a model of the name {@value #DEFAULT_NAME}. */
  public Model model() {
    return model(DEFAULT_NAME);
  }

  /**
   * This client as a model of this name, able to do every response mode, {@link
   * ResponseMode#JSON_SCHEMA} preferred; {@link Model#withModes} changes that.
   */
  public Model model(String name) {
    return Model.of(this, name)
        .withModes(
            ResponseMode.JSON_SCHEMA,
            ResponseMode.TOOL_CALL,
            ResponseMode.JSON_OBJECT,
            ResponseMode.PROMPTED_JSON);
  }

  /** The requests so far, in the order in which they came. */
  public List<ModelRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /**
   * The latest request.
   *
   * @throws IllegalStateException if none has come
   */
  public ModelRequest lastRequest() {
    List<ModelRequest> all = requests();
    if (all.isEmpty()) {
      throw new IllegalStateException("ScriptedModel has had no request yet.");
    }
    return all.getLast();
  }

  /** How many exchanges have been handed out; a request that failed at once is not among them. */
  public int opened() {
    return opened.get();
  }

  /** How many of the exchanges handed out have been closed. */
  public int closed() {
    return closed.get();
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    int number = recordRequest(request);
    ScriptedExchange.checkAlive(call, "waiting for an answer");
    ScriptedResponse answer = script.answer(number, request);
    ModelExchange exchange = answer.open(number, request, call, closed::incrementAndGet);
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

  private static ScriptedResponse next(List<ScriptedResponse> answers, int number) {
    if (number > answers.size()) {
      throw new IllegalStateException(
          "ScriptedModel has no answer for request %d: %d %s given.\n%s"
              .formatted(
                  number,
                  answers.size(),
                  answers.size() == 1 ? "answer was" : "answers were",
                  "Give it more answers, or make them from the requests with ScriptedModel.by."));
    }
    return answers.get(number - 1);
  }
}
