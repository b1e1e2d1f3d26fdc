package org.atomicagents.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.Lazy;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ActivityListener.RequestActivity;
import org.atomicagents.price.Billing;
import org.atomicagents.price.Charge;
import org.atomicagents.price.Prices;

/**
 * A model of a provider: a client, the name of the model, its capabilities and its interceptors.
 *
 * <p>Immutable and thread-safe: each change returns a copy. A model owns no resources; the client
 * has to be closed by its creator.
 */
public final class Model {
  private final ModelClient client;
  private final String name;
  private final ModelCapabilities capabilities;
  private final ParameterRules rules;
  private final ModelCatalog catalog;
  private final Billing billing;
  private final List<Interceptor> interceptors;
  private final Interceptor.Chain chain;
  // The catalog is read when a price is needed, once, and not before the first request.
  private final Supplier<Optional<Prices>> prices;

  private Model(
      ModelClient client,
      String name,
      ModelCapabilities capabilities,
      ParameterRules rules,
      ModelCatalog catalog,
      Billing billing,
      List<Interceptor> interceptors) {
    this.client = Objects.requireNonNull(client, "client");
    this.name = requireName(name);
    this.capabilities = Objects.requireNonNull(capabilities, "capabilities");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.catalog = Objects.requireNonNull(catalog, "catalog");
    this.billing = Objects.requireNonNull(billing, "billing");
    this.interceptors = List.copyOf(interceptors);
    this.chain = chain(this.interceptors);
    this.prices = new Lazy<>(() -> profile().flatMap(ModelProfile::prices))::get;
  }

  /** Returns the named model of a client, with {@link ModelCapabilities#UNKNOWN}. */
  public static Model of(ModelClient client, String name) {
    return new Model(
        client,
        name,
        ModelCapabilities.UNKNOWN,
        ParameterRules.STANDARD,
        ModelCatalog.builtIn(),
        Billing.standard(),
        List.of());
  }

  /** Returns the provider's name of the model, as in {@code gpt-5-mini}. */
  public String name() {
    return name;
  }

  /** Returns the client that sends the requests. */
  public ModelClient client() {
    return client;
  }

  /** Returns the known capabilities of the model. */
  public ModelCapabilities capabilities() {
    return capabilities;
  }

  /** Returns the model's deviations from the protocol's standard parameters. */
  public ParameterRules rules() {
    return rules;
  }

  /**
   * Returns the published data of the model, such as its prices, from its catalog; empty if the
   * catalog has none.
   */
  public Optional<ModelProfile> profile() {
    return catalog.profile(client.provider(), name);
  }

  /**
   * Returns the context window, in tokens: that of the capabilities, else that of the profile;
   * empty if both are unknown.
   */
  public OptionalInt contextWindow() {
    return capabilities.contextWindow().isPresent()
        ? capabilities.contextWindow()
        : profile().map(ModelProfile::inputWindow).orElse(OptionalInt.empty());
  }

  /**
   * Returns the maximum length of a response, in tokens: that of the capabilities, else that of the
   * profile; empty if both are unknown.
   */
  public OptionalInt maxOutputTokens() {
    return capabilities.maxOutputTokens().isPresent()
        ? capabilities.maxOutputTokens()
        : profile().map(ModelProfile::maxOutputTokens).orElse(OptionalInt.empty());
  }

  /** Returns a copy with another catalog, in place of {@link ModelCatalog#builtIn()}. */
  public Model withCatalog(ModelCatalog newCatalog) {
    return new Model(client, name, capabilities, rules, newCatalog, billing, interceptors);
  }

  /** Returns how the requests are billed; default: {@link Billing#standard()}. */
  public Billing billing() {
    return billing;
  }

  /**
   * Returns a copy whose requests are billed in another way, such as with the prices of a service
   * tier that is set in {@link Sampling#extra()}. Changes the cost of runs, and not the requests.
   */
  public Model withBilling(Billing newBilling) {
    return new Model(client, name, capabilities, rules, catalog, newBilling, interceptors);
  }

  /**
   * Returns a copy with another client, such as one that returns recorded responses. The
   * interceptors remain.
   */
  public Model withClient(ModelClient newClient) {
    return new Model(newClient, name, capabilities, rules, catalog, billing, interceptors);
  }

  /** Returns a copy with other capabilities. */
  public Model withCapabilities(ModelCapabilities newCapabilities) {
    return new Model(client, name, newCapabilities, rules, catalog, billing, interceptors);
  }

  /** Returns a copy with other response modes, best first. */
  public Model withModes(ResponseMode... modes) {
    return withCapabilities(capabilities.withModes(modes));
  }

  /** Returns a copy that is asked for outputs in another way. */
  public Model withPrompt(PromptProfile profile) {
    return withCapabilities(capabilities.withPrompt(profile));
  }

  /** Returns a copy with other parameter rules. */
  public Model withRules(ParameterRules newRules) {
    return new Model(client, name, capabilities, newRules, catalog, billing, interceptors);
  }

  /**
   * Returns a copy with additional interceptors.
   *
   * <p>The first one is the outermost of them; all are inside of the existing ones. A {@link
   * RetryPolicy} replaces an existing one, since two would multiply the retries.
   */
  public Model with(Interceptor... more) {
    boolean replaces = List.of(more).stream().anyMatch(RetryPolicy.class::isInstance);
    var all = new ArrayList<>(interceptors);
    all.removeIf(existing -> replaces && existing instanceof RetryPolicy);
    all.addAll(List.of(more));
    return new Model(client, name, capabilities, rules, catalog, billing, all);
  }

  /** Returns the interceptors, the outermost first; unmodifiable. */
  public List<Interceptor> interceptors() {
    return interceptors;
  }

  /** Returns a copy with these interceptors instead of the existing ones, the outermost first. */
  public Model withInterceptors(List<Interceptor> replacements) {
    return new Model(client, name, capabilities, rules, catalog, billing, replacements);
  }

  /**
   * Returns a copy with another retry policy, which replaces an existing one.
   *
   * <p>It becomes the outermost interceptor, so that all other interceptors see each retry.
   */
  public Model withRetry(RetryPolicy retry) {
    var all = new ArrayList<Interceptor>();
    all.add(retry);
    interceptors.stream().filter(existing -> !(existing instanceof RetryPolicy)).forEach(all::add);
    return new Model(client, name, capabilities, rules, catalog, billing, all);
  }

  /**
   * Returns the response to a request, which is sent through the interceptors.
   *
   * <p>Blocks at most until the response begins. Each request that reaches the client counts
   * against the limits of the run.
   *
   * @param context the run that sends the request
   * @throws AgentException if the request fails
   */
  public ModelExchange open(ModelRequest request, RunContext context) {
    return chain.proceed(request, context);
  }

  /** Returns the provider and the name, as in {@code openai:gpt-5-mini}. */
  @Override
  public String toString() {
    return client.provider() + ":" + name;
  }

  private Interceptor.Chain chain(List<Interceptor> interceptors) {
    Interceptor.Chain chain = new ChainLink(this, this::send);
    for (Interceptor interceptor : interceptors.reversed()) {
      Interceptor.Chain rest = chain;
      chain =
          new ChainLink(this, (request, context) -> interceptor.intercept(request, context, rest));
    }
    return chain;
  }

  private ModelExchange send(ModelRequest request, RunContext context) {
    var accounts = MeteredExchange.Accounts.open(this, request, context);
    RequestActivity activity;
    try {
      int number = context.beginRequest(this, request);
      activity = context.listeners().beginRequest(number, this, request, context);
    } catch (RuntimeException | Error e) {
      accounts.withdraw();
      throw e;
    }
    Runnable restore = activity.enter();
    try {
      return new MeteredExchange(client.open(request, context), this, context, accounts, activity);
    } catch (AgentException e) {
      accounts.end(e);
      activity.fail(e);
      context.requestRejected(e);
      throw e;
    } catch (RuntimeException | Error e) {
      accounts.end(e);
      activity.fail(e);
      throw e;
    } finally {
      restore.run();
    }
  }

  /** Returns the charge of a usage with the prices of this model. */
  Charge charge(Usage usage, Instant time) {
    return Charge.of(name, usage, time, billing, prices);
  }

  private static String requireName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "name: expected the name of a model, found \"" + name + "\"");
    }
    return name;
  }
}
