package org.atomicagents.gemini;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.family.ModelFamily.ProtocolRules;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.provider.ClientSettings;
import org.atomicagents.internal.provider.EnvironmentConfig;
import org.atomicagents.internal.provider.ModelFactory;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.ProviderProfile;
import org.atomicagents.internal.provider.ReplayFallback;
import org.atomicagents.internal.provider.ResponseErrors;
import org.atomicagents.internal.provider.SecretApiKey;
import org.atomicagents.internal.provider.UrlRedaction;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.internal.provider.batch.HttpBatchClient;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client of Google's Gemini API (https://ai.google.dev/api/generate-content).
 *
 * {@snippet :
 * Model model = Gemini.fromEnv().model("gemini-3.8-flash");
 * Model explained = Gemini.fromEnv().model("gemini-3.8-flash", GeminiOptions.ofDefaults().withThoughts(true));
 * }
 *
 * <p>Google stores no conversation: each request contains the whole conversation, with the thought
 * signatures of earlier responses of the same model.
 *
 * <p>Connections are kept open in a {@link ConnectionPool}. By default, the client creates a pool
 * of its own, which opens connections on demand and is closed with the client. A shared pool,
 * passed to a factory method or to {@link Builder#pool}, is not closed with the client. Open
 * connections do not keep the JVM running.
 *
 * <p>Thread-safe.
 */
public final class Gemini implements ModelClient, AutoCloseable {
  /** The identifier of the provider, which its prices have, too. */
  static final String PROVIDER = "google";

  private static final String GEMINI_KEY = "GEMINI_API_KEY";
  private static final String GOOGLE_KEY = "GOOGLE_API_KEY";
  private static final ProviderProfile PROFILE =
      new ProviderProfile(
          PROVIDER,
          "Gemini",
          URI.create("https://generativelanguage.googleapis.com"),
          "GEMINI_BASE_URL",
          GEMINI_KEY,
          "Create a key at https://aistudio.google.com/apikey");
  // "Thought signature is not valid." and "Corrupted thought signature."
  private static final Pattern REPLAY_REFUSAL =
      Pattern.compile(
          "(?:invalid|corrupted) thought.?signature"
              + "|thought.?signature.{0,60}?(?:not valid|invalid|corrupted)",
          Pattern.CASE_INSENSITIVE);

  private final GeminiEndpoint endpoint;
  private final ProviderHttpClient http;
  private final ModelFamilies families;
  private final ModelFactory models;
  private final RetryPolicy retry;
  private final GenerateContentClient defaults;

  private Gemini(ClientSettings settings) {
    this.endpoint =
        new GeminiEndpoint(PROFILE, settings.requireBaseUrl("Gemini.builder()", "Gemini"));
    SecretApiKey key = settings.key();
    this.http =
        settings.open(
            key == null ? Map.of() : Map.of("x-goog-api-key", key.secret()),
            "the Gemini API",
            new GeminiRejections());
    this.families = settings.families();
    this.retry = settings.retry();
    this.models =
        new ModelFactory(
            settings.retry(), List.of(new ModeFallback(), new ReplayFallback(REPLAY_REFUSAL)));
    this.defaults = new GenerateContentClient(endpoint, http, GeminiOptions.ofDefaults());
  }

  /**
   * Returns a client with the key in the environment variable {@code GEMINI_API_KEY}, or else
   * {@code GOOGLE_API_KEY}.
   *
   * <p>The base URL is the value of {@code GEMINI_BASE_URL}; default: {@code
   * https://generativelanguage.googleapis.com}.
   *
   * @throws ConfigurationException if neither key is set, or if {@code GEMINI_BASE_URL} is not an
   *     http or https URL
   */
  public static Gemini fromEnv() {
    return fromEnv(System::getenv).build();
  }

  /**
   * Returns a client like {@link #fromEnv()} that uses a shared pool, which it does not close.
   *
   * @throws ConfigurationException as {@link #fromEnv()} does
   */
  public static Gemini fromEnv(ConnectionPool pool) {
    return fromEnv(System::getenv).pool(pool).build();
  }

  static Builder fromEnv(EnvironmentConfig.VariableLookup environment) {
    var config = new EnvironmentConfig(PROFILE, environment);
    String googleKey = config.get(GEMINI_KEY) == null ? config.get(GOOGLE_KEY) : null;
    SecretApiKey key =
        googleKey == null
            ? config.key("A key in " + GOOGLE_KEY + " is accepted, too.")
            : SecretApiKey.of(googleKey);
    return builder().baseUrl(config.baseUrl(UnaryOperator.identity())).key(key);
  }

  /** Returns a client with a key, without reading the environment. */
  public static Gemini of(ApiKey key) {
    return builder().apiKey(key).build();
  }

  /**
   * Returns a client of any server that implements the protocol and needs no API key, such as a
   * simulator.
   *
   * @param baseUrl the URL to which {@code /v1beta/models/...} is appended; {@code /models/...} if
   *     its path contains a version, such as {@code /v1}
   * @throws ConfigurationException if it is not an http or https URL with a host
   */
  public static Gemini at(URI baseUrl) {
    return builder().baseUrl(baseUrl).build();
  }

  /**
   * Returns a client like {@link #at(URI)} that uses a shared pool, which it does not close.
   *
   * @throws ConfigurationException as {@link #at(URI)} does
   */
  public static Gemini at(URI baseUrl, ConnectionPool pool) {
    return builder().baseUrl(baseUrl).pool(pool).build();
  }

  /** Returns a builder of a client, which does not read the environment. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns a model, without checking that it exists.
   *
   * <p>Modes and parameter rules are those of the family of the model, as described in {@link
   * ModelFamilies}. Failed requests are retried by the policy of {@link Builder#retry}, unless
   * {@link Model#withRetry} overrides it. If Google refuses a response mode, the next one is tried,
   * as described in {@link ModeFallback}, unless the run or the agent sets the mode.
   *
   * @param name the name, such as {@code gemini-3.8-flash} or {@code tunedModels/my-model}
   */
  public Model model(String name) {
    return models.create(defaults, name, rules(name));
  }

  /**
   * Returns a model like {@link #model(String)}, with options.
   *
   * @throws ConfigurationException if the family of the model does not accept an option
   */
  public Model model(String name, GeminiOptions options) {
    ProtocolRules rules = rules(name);
    options.requireAccepted(name, rules.parameters());
    return models.create(new GenerateContentClient(endpoint, http, options), name, rules);
  }

  private ProtocolRules rules(String name) {
    // The last one of the built-in families covers all models.
    return ModelFactory.rules(
            families, PROVIDER, GeminiEndpoint.shortName(name), GeminiRules.PROTOCOL)
        .orElseThrow();
  }

  /** Returns {@code google}. */
  @Override
  public String provider() {
    return PROVIDER;
  }

  /**
   * Returns the provider with the base URL, as in {@code google at
   * https://generativelanguage.googleapis.com}, without a secret.
   */
  @Override
  public String identity() {
    return endpoint.identity();
  }

  /**
   * Sends one request with default options, and returns its exchange.
   *
   * <p>Requests that are sent by this method directly are not retried; models returned by {@link
   * #model(String)} retry.
   */
  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    return defaults.open(request, call);
  }

  /**
   * Returns the client of the Batch API, which processes requests within 24 hours at half the price
   * (https://ai.google.dev/gemini-api/docs/batch-api).
   *
   * <p>A batch contains requests of one model, at most 2 GB. Its results are kept for six weeks; a
   * batch that was not completed within 48 hours has none.
   *
   * @throws ConfigurationException if the base URL is that of a project of Vertex AI, whose batches
   *     are in Cloud Storage
   */
  public BatchClient batches() {
    return batches(GeminiOptions.ofDefaults());
  }

  /**
   * Returns a client like {@link #batches()} that sends all requests with options.
   *
   * <p>A request whose model does not accept an option is rejected when it is added to a batch.
   *
   * @throws ConfigurationException as {@link #batches()} does
   */
  public BatchClient batches(GeminiOptions options) {
    return batches(options, GeminiBatches.MAX_INLINE_BYTES);
  }

  BatchClient batches(GeminiOptions options, int maxInlineBytes) {
    if (endpoint.isVertex()) {
      throw ConfigurationException.of(
          "Vertex AI has other batches than the Gemini API: it reads and writes files in Cloud"
              + " Storage.\n"
              + "Use the Gemini API, or send the requests live.");
    }
    var batchHttp = new BatchHttp(http, retry);
    var client = new GenerateContentClient(endpoint, http, options);
    var batches =
        new GeminiBatches(
            endpoint, client, batchHttp, new GeminiUploads(endpoint, batchHttp), maxInlineBytes);
    return new HttpBatchClient(batches, batches, batchHttp);
  }

  /**
   * Returns the number of input tokens of a request (https://ai.google.dev/api/tokens). A request
   * with standard parameter rules has those of its model's family.
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the request fails, or the response is not a number of tokens
   */
  public int countTokens(ModelRequest request, Duration timeout) {
    ModelRequest checked =
        defaults.check(ModelFactory.withRules(request, this::model), RunContext.standalone());
    byte[] body = GenerateContentWriter.countTokens(checked, GeminiOptions.ofDefaults());
    return http.post(
        endpoint.action(request.model(), "countTokens"),
        body,
        timeout,
        (response, errors) -> {
          JsonNode tokens = WireJson.JsonTreeReader.read(response).path("totalTokens");
          if (!tokens.isInt()) {
            throw errors.unexpected("something other than a number of tokens", Stage.PROTOCOL);
          }
          return tokens.intValue();
        });
  }

  /**
   * Returns the names of the models that Google offers, in its order
   * (https://ai.google.dev/api/models).
   *
   * @param timeout the time limit for each page of the list
   * @throws AgentException if a request fails or a response is not a list of models
   */
  public List<String> models(Duration timeout) {
    var names = new ArrayList<String>();
    String pageToken = "";
    do {
      pageToken =
          http.get(
              endpoint.models(pageToken),
              timeout,
              (response, errors) ->
                  readModels(WireJson.JsonTreeReader.read(response), errors, names));
    } while (!pageToken.isEmpty());
    return List.copyOf(names);
  }

  /** Adds the names of a page; returns the token of the next page, which may be empty. */
  private static String readModels(JsonNode page, ResponseErrors errors, List<String> names) {
    if (!page.path("models").isArray()) {
      throw errors.unexpected("something other than a list of models", Stage.PROTOCOL);
    }
    page.path("models")
        .forEach(model -> names.add(GeminiEndpoint.shortName(model.path("name").asString(""))));
    return page.path("nextPageToken").asString("");
  }

  /**
   * Opens connections in advance, so that the first calls do not wait for TLS handshakes.
   *
   * <p>Each connection is opened by a {@code HEAD} request to the base URL without the API key; the
   * response is ignored. With HTTP/2, a single connection is opened, because it carries all calls.
   *
   * @param connections the number of connections, at most the maximum of the pool
   * @throws AgentException if Google cannot be reached
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

  /** Returns a text without secrets. */
  @Override
  public String toString() {
    return "Gemini[" + address() + "]";
  }

  /**
   * A builder of {@link Gemini} clients.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private ClientSettings settings = ClientSettings.of(PROFILE);
    private boolean needsKey = true;

    private Builder() {}

    /**
     * Sets the base URL, to which {@code /v1beta/models/...} is appended, or {@code /models/...} if
     * its path contains a version; default: {@code https://generativelanguage.googleapis.com}. The
     * query of the URL is sent with each request. A client of another URL needs no key.
     */
    public Builder baseUrl(URI url) {
      settings = settings.withBaseUrl(url);
      needsKey = url.equals(PROFILE.baseUrl());
      return this;
    }

    /** Sets the API key, which is sent as {@code x-goog-api-key}; default: none. */
    public Builder apiKey(ApiKey key) {
      return key(SecretApiKey.of(key));
    }

    private Builder key(@Nullable SecretApiKey key) {
      settings = key == null ? settings : settings.withKey(key);
      return this;
    }

    /** Sets a shared pool, which is not closed with the client; default: a pool of its own. */
    public Builder pool(ConnectionPool shared) {
      settings = settings.withPool(shared);
      return this;
    }

    /**
     * Adds a header that is sent with each request; default: none. It replaces a header of the
     * protocol with the same name.
     *
     * @throws IllegalArgumentException if the name or the value is not valid in a header
     */
    public Builder header(String name, String value) {
      settings = settings.withHeader(name, value);
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

    /** Sets the retry policy of the client's models; default: {@link RetryPolicy#ofDefaults()}. */
    public Builder retry(RetryPolicy retry) {
      settings = settings.withRetry(retry);
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

    /**
     * Returns a client; connections are opened by the first request.
     *
     * @throws ConfigurationException if the base URL is invalid, or if neither a key, nor a header,
     *     nor another base URL is set
     */
    public Gemini build() {
      if (needsKey) {
        settings.requireKey("Gemini.of(ApiKey.of(...))", "Gemini");
      }
      return new Gemini(settings);
    }
  }
}
