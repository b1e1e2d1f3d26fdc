package org.atomicagents.anthropic;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.family.ModelFamily.ProtocolRules;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.provider.ClientSettings;
import org.atomicagents.internal.provider.Endpoint;
import org.atomicagents.internal.provider.EnvironmentConfig;
import org.atomicagents.internal.provider.ModelFactory;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.ProviderProfile;
import org.atomicagents.internal.provider.ReplayFallback;
import org.atomicagents.internal.provider.SecretApiKey;
import org.atomicagents.internal.provider.UrlRedaction;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.internal.provider.batch.HttpBatchClient;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.time.TimeSource;

/**
 * A client of Anthropic's Messages API (https://platform.claude.com/docs/en/api/messages), or of a
 * server that implements it.
 *
 * {@snippet :
 * Model claude = Anthropic.fromEnv().model("claude-sonnet-5-5");
 * Model cached =
 *     Anthropic.fromEnv()
 *         .model("claude-opus-5-5", AnthropicOptions.ofDefaults().withCacheTime(Duration.ofHours(1)));
 * }
 *
 * <p>Connections are kept open in a {@link ConnectionPool}. By default, the client creates a pool
 * of its own, which opens connections on demand and is closed with the client. A shared pool,
 * passed to a factory method or to {@link Builder#pool}, is not closed with the client. Open
 * connections do not keep the JVM running.
 *
 * <p>Thread-safe.
 */
public final class Anthropic implements ModelClient, AutoCloseable {
  static final String PROVIDER = "anthropic";

  private static final String VERSION = "2023-06-01";
  private static final String PROTOCOL = "messages";
  private static final ProviderProfile PROFILE =
      new ProviderProfile(
          PROVIDER,
          "Anthropic",
          URI.create("https://api.anthropic.com"),
          "ANTHROPIC_BASE_URL",
          "ANTHROPIC_API_KEY",
          "Create a key at https://platform.claude.com/settings/keys");
  // "Invalid `signature` in `thinking` block. The block is bound to a different conversation."
  // "`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified."
  private static final Pattern REPLAY_REFUSAL =
      Pattern.compile(
          "invalid [`'\"\\\\]{0,2}(signature|data)[`'\"\\\\]{0,2} in"
              + "|thinking\\W{1,4}blocks in .{1,40} cannot be modified",
          Pattern.CASE_INSENSITIVE);

  /** The rules of other models than those of Anthropic, on servers with the same protocol. */
  private static final ProtocolRules UNKNOWN =
      new ProtocolRules(
          List.of(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON),
          false,
          new ParameterRules(Set.of(MessagesRequestWriter.SYSTEM_TURNS), Map.of(), "system"));

  private final Endpoint endpoint;
  private final ProviderHttpClient http;
  private final ModelFamilies families;
  private final ModelFactory models;
  private final RetryPolicy retry;
  private final List<String> betas;
  private final ClaudeClient defaults;

  private Anthropic(ClientSettings settings, List<String> betas) {
    this.endpoint =
        new Endpoint(PROFILE, settings.requireBaseUrl("Anthropic.builder()", "Anthropic"), "");
    SecretApiKey key = settings.key();
    this.http =
        settings.open(
            key == null
                ? Map.of("anthropic-version", VERSION)
                : Map.of("anthropic-version", VERSION, "x-api-key", key.secret()),
            "Anthropic's Messages API",
            new MessagesRejections());
    this.families = settings.families();
    this.retry = settings.retry();
    this.models =
        new ModelFactory(
            settings.retry(), List.of(new ModeFallback(), new ReplayFallback(REPLAY_REFUSAL)));
    this.betas = List.copyOf(betas);
    this.defaults = client(AnthropicOptions.ofDefaults());
  }

  /**
   * Returns a client of Anthropic with the key in the environment variable {@code
   * ANTHROPIC_API_KEY}.
   *
   * <p>The base URL is the value of {@code ANTHROPIC_BASE_URL}; default: {@code
   * https://api.anthropic.com}.
   *
   * @throws ConfigurationException if {@code ANTHROPIC_API_KEY} is not set, or if {@code
   *     ANTHROPIC_BASE_URL} is not an http or https URL
   */
  public static Anthropic fromEnv() {
    return builderFromEnv(System::getenv).build();
  }

  /**
   * Returns a client like {@link #fromEnv()} that uses a shared pool, which it does not close.
   *
   * @throws ConfigurationException as {@link #fromEnv()} does
   */
  public static Anthropic fromEnv(ConnectionPool pool) {
    return builderFromEnv(System::getenv).pool(pool).build();
  }

  static Builder builderFromEnv(EnvironmentConfig.VariableLookup environment) {
    var config = new EnvironmentConfig(PROFILE, environment);
    var builder = builder().baseUrl(config.baseUrl(url -> url));
    SecretApiKey key = config.key("For a server without a key, call Anthropic.at(URI).");
    return key == null ? builder : builder.apiKey(key);
  }

  /** Returns a client of Anthropic, without reading the environment. */
  public static Anthropic of(ApiKey key) {
    return builder().apiKey(key).build();
  }

  /**
   * Returns a client of a server that implements the protocol and needs no API key.
   *
   * @param baseUrl the URL to which {@code /v1/messages} is appended, such as {@code
   *     http://localhost:8080}; also with {@code /v1}
   * @throws ConfigurationException if it is not an http or https URL with a host
   */
  public static Anthropic at(URI baseUrl) {
    return builder().baseUrl(baseUrl).build();
  }

  /**
   * Returns a client like {@link #at(URI)} that uses a shared pool, which it does not close.
   *
   * @throws ConfigurationException as {@link #at(URI)} does
   */
  public static Anthropic at(URI baseUrl, ConnectionPool pool) {
    return builder().baseUrl(baseUrl).pool(pool).build();
  }

  /** Returns a builder of a client, which does not read the environment. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a model of Anthropic, without checking that it exists.
   *
   * <p>Modes and parameter rules are those of the family of the model, as described in {@link
   * ModelFamilies}. The protocol requires a maximum length of each response: that of {@link
   * org.atomicagents.model.Sampling#maxTokens()}, else that of the model in the built-in catalog,
   * or 32,000 tokens if that is less or the model is not listed. Failed requests are retried by the
   * policy of {@link Builder#retry}, unless {@link Model#withRetry} overrides it. If Anthropic
   * refuses a response mode, the next one is tried, as described in {@link ModeFallback}, unless
   * the run or the agent sets the mode.
   *
   * <p>Anthropic stores no conversation: each request contains the whole conversation, with the
   * thinking of earlier responses of the same model. If Anthropic refuses the thinking, since the
   * conversation before it has changed, the request is sent again without it.
   */
  public Model model(String name) {
    return models.create(defaults, name, rules(name));
  }

  /**
   * Returns a model like {@link #model(String)}, with options; its costs are those of the cache's
   * lifetime.
   *
   * @throws ConfigurationException if the family of the model does not accept an option
   */
  public Model model(String name, AnthropicOptions options) {
    ProtocolRules rules = rules(name);
    options.requireAccepted(name, rules.parameters());
    Model model =
        models.create(client(options), name, rules).withRules(options.apply(rules.parameters()));
    Duration time = options.cacheTime();
    return time == null ? model : model.withBilling(model.billing().withCacheTime(time));
  }

  private ProtocolRules rules(String model) {
    return ModelFactory.rules(families, PROVIDER, model, PROTOCOL).orElse(UNKNOWN);
  }

  private ClaudeClient client(AnthropicOptions options) {
    return new ClaudeClient(endpoint, http, options, betas);
  }

  /** Returns {@code anthropic}. */
  @Override
  public String provider() {
    return PROVIDER;
  }

  /**
   * Returns the provider with the base URL, as in {@code anthropic at https://api.anthropic.com}.
   *
   * <p>It contains no secret: the query of the base URL is included as a SHA-256 digest only, user
   * info and key are omitted.
   */
  @Override
  public String identity() {
    return endpoint.identity();
  }

  /**
   * Sends one request without options, and returns its exchange.
   *
   * <p>Requests that are sent by this method directly are not retried; models returned by {@link
   * #model(String)} retry.
   */
  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    return defaults.open(request, call);
  }

  /**
   * Returns the client of the Message Batches API, which processes requests within 24 hours at half
   * the price (https://platform.claude.com/docs/en/build-with-claude/batch-processing).
   *
   * <p>A batch contains requests of one model, at most 100,000 or 256 MB. Its results are kept for
   * 29 days. Anthropic keeps no name of a batch: if a response to its creation is lost, {@link
   * BatchClient#find} cannot find it.
   */
  public BatchClient batches() {
    return batches(AnthropicOptions.ofDefaults());
  }

  /**
   * Returns a client like {@link #batches()} that sends all requests with options.
   *
   * <p>A request whose model does not accept an option is rejected when it is added to a batch.
   */
  public BatchClient batches(AnthropicOptions options) {
    var batchHttp = new BatchHttp(http, retry);
    var batches = new ClaudeBatches(client(options), endpoint.identity(), batchHttp);
    return new HttpBatchClient(batches, batches, batchHttp);
  }

  /**
   * Returns the number of input tokens of a request, as Anthropic counts them; the request is not
   * sent to a model, and costs nothing. A request with standard parameter rules has those of its
   * model's family. Source: https://platform.claude.com/docs/en/build-with-claude/token-counting.
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the call fails or the response contains no number
   */
  public int countTokens(ModelRequest request, Duration timeout) {
    return defaults.countTokens(ModelFactory.withRules(request, this::model), timeout);
  }

  /**
   * Returns the names of the models that the provider offers, the newest first
   * (https://platform.claude.com/docs/en/api/models/list).
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the request fails or the response is not a list of models
   */
  public List<String> models(Duration timeout) {
    return defaults.models(timeout);
  }

  /**
   * Opens connections in advance, so that the first calls do not wait for TLS handshakes.
   *
   * <p>Each connection is opened by a {@code HEAD} request to the base URL without the API key; the
   * response is ignored. With HTTP/2, a single connection is opened, because it carries all calls.
   *
   * @param connections the number of connections, at most the maximum of the pool
   * @throws AgentException if the provider cannot be reached
   */
  public void warmUp(int connections) {
    http.warmUp(endpoint.baseUrl(), connections);
  }

  /** Returns scheme, host, port and path of the base URL, which contain no secret. */
  public String address() {
    return UrlRedaction.redact(endpoint.baseUrl());
  }

  /** Closes the client's own pool; a shared pool stays open. */
  @Override
  public void close() {
    http.close();
  }

  /** Returns a text without secrets, such as {@code Anthropic[https://api.anthropic.com]}. */
  @Override
  public String toString() {
    return "Anthropic[" + address() + "]";
  }

  /**
   * A builder of {@link Anthropic} clients.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private ClientSettings settings = ClientSettings.of(PROFILE);
    private boolean needsKey = true;
    private final List<String> betas = new ArrayList<>();

    private Builder() {}

    /**
     * Sets the base URL, to which {@code /v1/messages} is appended; default: {@code
     * https://api.anthropic.com}. The query of the URL is sent with each request. A client of
     * another URL needs no key.
     */
    public Builder baseUrl(URI url) {
      settings = settings.withBaseUrl(url);
      needsKey = url.equals(PROFILE.baseUrl());
      return this;
    }

    /** Sets the API key, which is sent as {@code x-api-key}; default: none. */
    public Builder apiKey(ApiKey newKey) {
      settings = settings.withKey(SecretApiKey.of(newKey));
      return this;
    }

    /**
     * Sets a shared pool, which is not closed with the client; default: a pool of the client's own
     * with default settings.
     */
    public Builder pool(ConnectionPool shared) {
      settings = settings.withPool(shared);
      return this;
    }

    /**
     * Adds a header that is sent with each request; default: none. It replaces a header of the
     * protocol with the same name, except for {@code anthropic-beta}, whose values are combined.
     *
     * @throws IllegalArgumentException if the name or the value is not valid in a header
     */
    public Builder header(String name, String value) {
      ClientSettings changed = settings.withHeader(name, value);
      if (name.equalsIgnoreCase(ClaudeClient.BETA)) {
        betas.add(value);
      } else {
        settings = changed;
      }
      return this;
    }

    /**
     * Adds headers that are sent with each request, like {@link #header}; default: none.
     *
     * @throws IllegalArgumentException if a name or a value is not valid in a header
     */
    public Builder headers(Map<String, String> newHeaders) {
      newHeaders.forEach(this::header);
      return this;
    }

    /**
     * Sets the retry policy of the client's models; default: {@link RetryPolicy#ofDefaults()}.
     * {@link RetryPolicy#none()} disables retries.
     */
    public Builder retry(RetryPolicy newRetry) {
      settings = settings.withRetry(newRetry);
      return this;
    }

    /** Sets model families that apply before the built-in ones; default: none. */
    public Builder families(ModelFamilies own) {
      settings = settings.withFamilies(own);
      return this;
    }

    Builder time(TimeSource source) {
      settings = settings.withTime(source);
      return this;
    }

    Builder maxResponseBytes(long bytes) {
      settings = settings.withMaxResponseBytes(bytes);
      return this;
    }

    /**
     * Returns a client; connections are opened by the first request.
     *
     * @throws ConfigurationException if the base URL is invalid, or if neither a key, nor a header,
     *     nor another base URL is set
     */
    public Anthropic build() {
      if (needsKey) {
        settings.requireKey("Anthropic.of(ApiKey.of(...))", "Anthropic");
      }
      return new Anthropic(settings, betas);
    }
  }
}
