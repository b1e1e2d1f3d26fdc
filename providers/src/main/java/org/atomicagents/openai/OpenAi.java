package org.atomicagents.openai;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.family.ModelFamilies;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.ClientSettings;
import org.atomicagents.internal.provider.ModelFactory;
import org.atomicagents.internal.provider.ModelListReader;
import org.atomicagents.internal.provider.ParameterCheck;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.ReplayFallback;
import org.atomicagents.internal.provider.SecretApiKey;
import org.atomicagents.internal.provider.UrlRedaction;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A client of OpenAI, or of any other service that implements one of its protocols: chat
 * completions (https://platform.openai.com/docs/api-reference/chat) or the Responses API
 * (https://platform.openai.com/docs/api-reference/responses).
 *
 * {@snippet :
 * Model hosted = OpenAi.fromEnv().model("gpt-5-mini");
 * Model reasoning = OpenAi.fromEnv().responses("gpt-5.6");
 * Model fast = OpenAi.fromEnv(Provider.GROQ).model("llama-3.3-70b-versatile");
 * Model local = OpenAi.at(URI.create("http://localhost:8000/v1")).model("my-model");
 * }
 *
 * <p>Connections are kept open in a {@link ConnectionPool}. By default, the client creates a pool
 * of its own, which opens connections on demand and is closed with the client. A shared pool,
 * passed to a factory method or to {@link Builder#pool}, is not closed with the client. Open
 * connections do not keep the JVM running.
 *
 * <p>Thread-safe.
 */
public final class OpenAi implements ModelClient, AutoCloseable {
  private static final int MAX_CACHED_URIS = 1_000;
  // "The encrypted content for item rs_1 could not be verified."
  private static final Pattern REPLAY_REFUSAL =
      Pattern.compile(
          "invalid_encrypted_content|encrypted content .{0,200}?could not be verified",
          Pattern.CASE_INSENSITIVE);
  static final ParameterCheck CHECK =
      new ParameterCheck(
          Set.of(), "Use OpenAi.responses, another response mode, or another reasoning effort.");

  private final Provider provider;
  private final OpenAiEndpoint endpoint;
  private final ConcurrentHashMap<String, URI> chatUris = new ConcurrentHashMap<>();
  private final ProviderHttpClient http;
  private final FamilyLookup families;
  private final ModelFactory chatModels;
  private final ModelFactory responsesModels;
  private final ModelClient defaultResponses;
  private final BatchHttp batchHttp;

  private OpenAi(Builder builder) {
    ClientSettings settings = builder.settings;
    this.provider = builder.provider;
    this.endpoint = new OpenAiEndpoint(provider, builder.baseUrl(), builder.apiVersion);
    this.http =
        settings.open(
            authorization(provider, settings.key()),
            "an OpenAI-compatible API",
            new ModeRefusalDetector());
    this.families = new FamilyLookup(provider, endpoint.baseUrl(), settings.families());
    var replayFallback = new ReplayFallback(REPLAY_REFUSAL);
    this.chatModels =
        new ModelFactory(settings.retry(), List.of(new ModeFallback(), replayFallback));
    this.responsesModels =
        new ModelFactory(settings.retry(), List.of(new ModeFallback(), replayFallback));
    this.defaultResponses =
        new ResponsesClient(provider.id(), endpoint, http, ResponsesOptions.ofDefaults());
    this.batchHttp = new BatchHttp(http, settings.retry());
  }

  private static Map<String, String> authorization(Provider provider, @Nullable SecretApiKey key) {
    if (key == null) {
      return Map.of();
    }
    return provider.isAzure()
        ? Map.of("api-key", key.secret())
        : Map.of("Authorization", "Bearer " + key.secret());
  }

  /**
   * Returns a client of OpenAI with the key in the environment variable {@code OPENAI_API_KEY}.
   *
   * <p>The base URL is the value of {@code OPENAI_BASE_URL}; default: {@code
   * https://api.openai.com/v1}.
   *
   * @throws ConfigurationException if {@code OPENAI_API_KEY} is not set, or if {@code
   *     OPENAI_BASE_URL} is not an http or https URL
   */
  public static OpenAi fromEnv() {
    return fromEnv(Provider.OPENAI);
  }

  /**
   * Returns a client like {@link #fromEnv()} that uses a shared pool, which it does not close.
   *
   * @throws ConfigurationException as {@link #fromEnv()} does
   */
  public static OpenAi fromEnv(ConnectionPool pool) {
    return fromEnv(Provider.OPENAI, pool);
  }

  /**
   * Returns a client of a provider, configured from the environment.
   *
   * <p>The variables are {@link Provider#keyVariable()}, for the API key, and {@link
   * Provider#urlVariable()}, for the base URL; default: {@link Provider#baseUrl()}. For {@link
   * Provider#AZURE}, the API version is the value of {@code AZURE_OPENAI_API_VERSION}; default:
   * {@code 2024-10-21}. For {@link Provider#OLLAMA}, {@code OLLAMA_HOST} may also be a host with an
   * optional port, as for Ollama itself (https://docs.ollama.com/faq).
   *
   * @throws ConfigurationException if a required key or base URL is not set, or if the base URL is
   *     not an http or https URL
   */
  public static OpenAi fromEnv(Provider provider) {
    return new OpenAiEnvironment(provider, System::getenv).builder().build();
  }

  /**
   * Returns a client like {@link #fromEnv(Provider)} that uses a shared pool, which it does not
   * close.
   *
   * @throws ConfigurationException as {@link #fromEnv(Provider)} does
   */
  public static OpenAi fromEnv(Provider provider, ConnectionPool pool) {
    return new OpenAiEnvironment(provider, System::getenv).builder().pool(pool).build();
  }

  /**
   * Returns a client of a provider at its default base URL, without reading the environment.
   *
   * @throws ConfigurationException if the provider has no default base URL, such as {@link
   *     Provider#AZURE}
   */
  public static OpenAi of(Provider provider, ApiKey key) {
    return builder(provider).apiKey(key).build();
  }

  /**
   * Returns a client of any server that implements the protocol and needs no API key.
   *
   * @param baseUrl the URL to which {@code /chat/completions} is appended, such as {@code
   *     http://localhost:8000/v1}
   * @throws ConfigurationException if it is not an http or https URL with a host
   */
  public static OpenAi at(URI baseUrl) {
    return builderAt(baseUrl).build();
  }

  /**
   * Returns a client like {@link #at(URI)} that uses a shared pool, which it does not close.
   *
   * @throws ConfigurationException as {@link #at(URI)} does
   */
  public static OpenAi at(URI baseUrl, ConnectionPool pool) {
    return builderAt(baseUrl).pool(pool).build();
  }

  private static Builder builderAt(URI baseUrl) {
    // Without user info, because the id is part of every error message.
    String id = baseUrl.getHost() == null ? "compatible" : UrlRedaction.hostAndPort(baseUrl);
    return builder(Provider.of(id, baseUrl).withName("a server"));
  }

  /** Returns a builder of a client of OpenAI, which does not read the environment. */
  public static Builder builder() {
    return builder(Provider.OPENAI);
  }

  /** Returns a builder of a client of a provider, which does not read the environment. */
  public static Builder builder(Provider provider) {
    return new Builder(provider);
  }

  /**
   * Returns a model of this provider, without checking that it exists, in the protocol that it
   * needs.
   *
   * <p>The protocol is that of {@link #chat}, except for models at OpenAI's own URL whose family
   * prefers the Responses API: GPT-5.4 and later, the pro and codex variants, and models for deep
   * research. Elsewhere, {@link #responses(String)} has to be called.
   *
   * <p>Modes and parameter rules are those of the family of the model, as described in {@link
   * ModelFamilies}. Models with up to 2 billion parameters, by the size in their name, get {@link
   * org.atomicagents.model.PromptProfile#SMALL}. Failed requests are retried by the policy of
   * {@link Builder#retry}, unless {@link Model#withRetry} overrides it. If the provider refuses a
   * response mode, the next one of {@link ModelCapabilities#modes()} is tried, as described in
   * {@link ModeFallback}, unless the run or the agent sets the mode.
   */
  public Model model(String name) {
    return families.protocol(name).equals(FamilyLookup.RESPONSES) ? responses(name) : chat(name);
  }

  /**
   * Returns a model like {@link #model}, in the protocol of chat completions
   * (https://platform.openai.com/docs/api-reference/chat).
   */
  public Model chat(String name) {
    return chatModels.create(this, name, families.rules(name, FamilyLookup.CHAT));
  }

  /**
   * Returns a model like {@link #model}, in the Responses API
   * (https://platform.openai.com/docs/api-reference/responses).
   *
   * <p>OpenAI stores no conversation: each request contains the whole conversation, with the
   * encrypted reasoning of earlier responses of the same model; if OpenAI cannot decrypt it, since
   * it is that of another account, the request is sent again without it. Text before the answer,
   * which the model marks as commentary, is reported as reasoning.
   */
  public Model responses(String name) {
    return responses(name, defaultResponses);
  }

  /**
   * Returns a model like {@link #responses(String)}, with options.
   *
   * @throws ConfigurationException if the family of the model does not accept an option
   */
  public Model responses(String name, ResponsesOptions options) {
    options.requireAccepted(name, families.rules(name, FamilyLookup.RESPONSES).parameters());
    return responses(name, new ResponsesClient(provider.id(), endpoint, http, options));
  }

  private Model responses(String name, ModelClient client) {
    return responsesModels.create(client, name, families.rules(name, FamilyLookup.RESPONSES));
  }

  /**
   * Returns the client of the batch API, which processes requests within 24 hours at a lower price
   * (https://platform.openai.com/docs/guides/batch).
   *
   * <p>Requests are sent in the protocol that {@link #model} chooses. A batch contains requests of
   * one model. OpenAI, Azure (with the name of a batch deployment as model) and Groq have this API.
   * Limits: 50,000 requests and 200 MB.
   *
   * @throws ConfigurationException if the provider is known to have no such API
   */
  public BatchClient batches() {
    return batches(null);
  }

  /**
   * Returns a client like {@link #batches()} that sends all requests to the Responses API, with
   * options.
   *
   * @throws ConfigurationException if the provider is known to have no such API, or if responses
   *     are requested in the background
   */
  public BatchClient responsesBatches(ResponsesOptions options) {
    if (options.backgroundPoll() != null) {
      throw ConfigurationException.of(
          "OpenAi.responsesBatches: expected options without background polling, found %s.\nA batch is processed in the background; remove the option."
              .formatted(options));
    }
    return batches(options);
  }

  private BatchClient batches(@Nullable ResponsesOptions options) {
    return OpenAiBatches.client(
        provider, new OpenAiBatchFormat(provider.id(), endpoint, batchHttp, families, options));
  }

  /** Returns the identifier of the provider, such as {@code groq}. */
  @Override
  public String provider() {
    return provider.id();
  }

  /**
   * Returns the provider with the base URL, as in {@code groq at https://api.groq.com/openai/v1}.
   *
   * <p>For Azure, the text includes the API version. It contains no secret: the query of the base
   * URL is included as a SHA-256 digest only, user info and key are omitted.
   */
  @Override
  public String identity() {
    return endpoint.identity();
  }

  /**
   * Sends one request in the protocol of chat completions, and returns its exchange.
   *
   * <p>Requests that are sent by this method directly are not retried; models returned by {@link
   * #model} retry.
   */
  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    ModelRequest checked = CHECK.apply(request, call);
    boolean readsProbabilities = RequestWriter.asksForProbabilities(checked);
    byte[] body = RequestWriter.of(checked, provider.id());
    HttpRequest post = HttpRequest.post(chatUri(request.model()), "application/json", body);
    return http.open(
        post,
        request.stream(),
        call,
        headers ->
            new ChatResponseReader(provider.id(), request.model(), headers, readsProbabilities));
  }

  private URI chatUri(String model) {
    URI uri = chatUris.get(model);
    if (uri == null) {
      uri = endpoint.chat(model);
      if (chatUris.size() < MAX_CACHED_URIS) {
        chatUris.put(model, uri);
      }
    }
    return uri;
  }

  /**
   * Returns the names of the models that the provider offers, in the provider's order
   * (https://platform.openai.com/docs/api-reference/models).
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the request fails or the response is not a list of models
   */
  public List<String> models(Duration timeout) {
    return http.get(endpoint.models(), timeout, ModelListReader::read);
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

  /**
   * Returns a text without secrets, such as {@code OpenAi[groq at https://api.groq.com/openai/v1]}.
   */
  @Override
  public String toString() {
    return "OpenAi[" + provider.id() + " at " + address() + "]";
  }

  /**
   * A builder of {@link OpenAi} clients.
   *
   * <p>Not thread-safe.
   */
  public static final class Builder {
    private static final String AZURE_VERSION = "2024-10-21";

    private final Provider provider;
    private ClientSettings settings;
    private String apiVersion = AZURE_VERSION;

    private Builder(Provider provider) {
      this.provider = provider;
      this.settings = ClientSettings.of(provider.profile());
    }

    /**
     * Sets the base URL, to which {@code /chat/completions} is appended; default: {@link
     * Provider#baseUrl()}. The query of the URL is sent with each request.
     */
    public Builder baseUrl(URI url) {
      settings = settings.withBaseUrl(url);
      return this;
    }

    /**
     * Sets the API key; default: none. It is sent as {@code Authorization: Bearer}, to Azure as
     * {@code api-key}.
     */
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
     * Sets the API version of Azure, sent as {@code api-version}; default: {@code 2024-10-21}.
     * Other providers ignore it.
     */
    public Builder apiVersion(String version) {
      apiVersion = version;
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

    /**
     * Sets the retry policy of the client's models; default: {@link RetryPolicy#ofDefaults()}.
     * {@link RetryPolicy#none()} disables retries.
     */
    public Builder retry(RetryPolicy newRetry) {
      settings = settings.withRetry(newRetry);
      return this;
    }

    /**
     * Sets model families that apply before the built-in ones and before the settings of the
     * provider; default: none.
     */
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
     * @throws ConfigurationException if the base URL is missing or invalid, or if the provider
     *     needs a key and neither a key nor a header is set
     */
    public OpenAi build() {
      settings.requireKey("OpenAi.of(Provider, ApiKey.of(...))", "OpenAi");
      return new OpenAi(this);
    }

    private URI baseUrl() {
      return settings.requireBaseUrl("OpenAi.builder(Provider)", "OpenAi");
    }
  }
}
