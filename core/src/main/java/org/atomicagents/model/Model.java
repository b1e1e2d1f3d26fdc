package org.atomicagents.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.error.AgentException;

/**
 * A model to talk to: a client, the model's name, what is known of it, and what stands in between.
 *
 * <p>Immutable and thread-safe; a copy for each change. It owns nothing: closing is the client's
 * business.
 */
public final class Model {
  private final ModelClient client;
  private final String name;
  private final ModelCapabilities capabilities;
  private final ParameterRules rules;
  private final List<Interceptor> interceptors;
  private final Interceptor.Chain chain;

  private Model(
      ModelClient client,
      String name,
      ModelCapabilities facts,
      ParameterRules rules,
      List<Interceptor> interceptors) {
    this.client = Objects.requireNonNull(client, "client");
    this.name = requireName(name);
    this.capabilities = Objects.requireNonNull(facts, "facts");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.interceptors = List.copyOf(interceptors);
    this.chain = chain(client, this.interceptors);
  }

  /** The client's model of this name, of which nothing is known. */
  public static Model of(ModelClient client, String name) {
    return new Model(client, name, ModelCapabilities.UNKNOWN, ParameterRules.STANDARD, List.of());
  }

  /** The name by which the provider knows it. */
  public String name() {
    return name;
  }

  /** The client that talks to it. */
  public ModelClient client() {
    return client;
  }

  /** What is known of it. */
  public ModelCapabilities capabilities() {
    return capabilities;
  }

  /** Which parameters it takes. */
  public ParameterRules rules() {
    return rules;
  }

  /** A copy of which more is known. */
  public Model withCapabilities(ModelCapabilities newFacts) {
    return new Model(client, name, newFacts, rules, interceptors);
  }

  /** A copy that is asked for JSON in these ways, best first. */
  public Model withModes(ResponseMode... modes) {
    return withCapabilities(capabilities.withModes(modes));
  }

  /** A copy that takes other parameters. */
  public Model withRules(ParameterRules newRules) {
    return new Model(client, name, capabilities, newRules, interceptors);
  }

  /**
   * A copy with more in between, the first outermost, all inside of those that are there; a {@link
   * RetryPolicy} takes the place of another, whose tries it would multiply.
   */
  public Model with(Interceptor... more) {
    boolean replaces = List.of(more).stream().anyMatch(RetryPolicy.class::isInstance);
    var all = new ArrayList<>(interceptors);
    all.removeIf(each -> replaces && each instanceof RetryPolicy);
    all.addAll(List.of(more));
    return new Model(client, name, capabilities, rules, all);
  }

  /**
   * A copy whose failed requests are sent again as this says, and no longer as another {@link
   * RetryPolicy} did; it stands outermost, so that all that is in between sees each try.
   */
  public Model withRetry(RetryPolicy retry) {
    var all = new ArrayList<Interceptor>();
    all.add(retry);
    interceptors.stream().filter(each -> !(each instanceof RetryPolicy)).forEach(all::add);
    return new Model(client, name, capabilities, rules, all);
  }

  /**
   * Sends one request through the chain; waits at most until the answer begins.
   *
   * <p>Each request that reaches the client is counted against the limits of {@code call}.
   *
   * @throws AgentException if the request fails
   */
  public ModelExchange open(ModelRequest request, RunContext call) {
    return chain.proceed(request, call);
  }

  /** Provider and name, as in {@code openai:gpt-5-mini}. */
  @Override
  public String toString() {
    return client.provider() + ":" + name;
  }

  private static Interceptor.Chain chain(ModelClient client, List<Interceptor> interceptors) {
    Interceptor.Chain chain = (request, call) -> send(client, request, call);
    for (Interceptor interceptor : interceptors.reversed()) {
      Interceptor.Chain rest = chain;
      chain = (request, call) -> interceptor.intercept(request, call, rest);
    }
    return chain;
  }

  private static ModelExchange send(ModelClient client, ModelRequest request, RunContext call) {
    call.beginRequest(request);
    try {
      return new MeteredExchange(client.open(request, call), call);
    } catch (AgentException e) {
      call.requestFailed(e);
      throw e;
    }
  }

  private static String requireName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "name: expected the name of a model, found \"" + name + "\"");
    }
    return name;
  }
}
