package org.atomicagents.openai;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.ErrorFactory;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.RequestDefaults;
import org.atomicagents.internal.provider.ResponseBodyReader;
import org.atomicagents.internal.provider.SecretApiKey;
import org.atomicagents.internal.provider.UrlRedaction;
import org.atomicagents.model.ModeFallback;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCapabilities;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A client of OpenAI, or of any other service that speaks its chat-completions protocol.
 *
 * {@snippet :
 * Model hosted = OpenAi.fromEnv().model("gpt-5-mini");
 * Model fast = OpenAi.fromEnv(Provider.GROQ).model("llama-3.3-70b-versatile");
 * Model local = OpenAi.at(URI.create("http://localhost:8000/v1")).model("my-model");
 * }
 *
 * <p>Thread-safe. It keeps connections open in a {@link ConnectionPool}: one of its own, opened by
 * the first request and closed with the client, or one that it is given and leaves open. A program
 * that closes nothing still exits at once.
 */
public final class OpenAi implements ModelClient, AutoCloseable {
  private static final int MAX_CACHED_URIS = 1_000;

  private final Provider provider;
  private final OpenAiEndpoint endpoint;
  private final ConcurrentHashMap<String, URI> chatUris = new ConcurrentHashMap<>();
  private final ProviderHttpClient http;
  private final RetryPolicy retry;
  private final ModeFallback modeFallback = new ModeFallback();

  private OpenAi(Builder builder) {
    this.provider = builder.provider;
    this.endpoint = new OpenAiEndpoint(provider, builder.baseUrl(), builder.apiVersion);
    this.retry = builder.retry;
    var defaults =
        new RequestDefaults(
            builder.key,
            authorization(provider, builder.key),
            builder.headers,
            provider.profile().connectAdvice());
    var errors =
        new ErrorFactory(
            provider.id(),
            "an OpenAI-compatible interface",
            defaults,
            new ModeRefusalDetector(),
            builder.time);
    this.http = new ProviderHttpClient(builder.pool, errors, builder.maxResponseBytes);
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
   * OpenAI with the key in {@code OPENAI_API_KEY}, at {@code OPENAI_BASE_URL} if that is set.
   *
   * @throws ConfigurationException if there is no key
   */
  public static OpenAi fromEnv() {
    return fromEnv(Provider.OPENAI);
  }

  /** As {@link #fromEnv()}, over a pool that stays open when the client is closed. */
  public static OpenAi fromEnv(ConnectionPool pool) {
    return fromEnv(Provider.OPENAI, pool);
  }

  /**
   * A provider with key and address from the environment variables that it names.
   *
   * @throws ConfigurationException if it needs a key or an address and there is none
   */
  public static OpenAi fromEnv(Provider provider) {
    return new OpenAiEnvironment(provider, System::getenv).builder().build();
  }

  /** As {@link #fromEnv(Provider)}, over a pool that stays open when the client is closed. */
  public static OpenAi fromEnv(Provider provider, ConnectionPool pool) {
    return new OpenAiEnvironment(provider, System::getenv).builder().pool(pool).build();
  }

  /** A provider at its usual address. */
  public static OpenAi of(Provider provider, ApiKey key) {
    return builder(provider).apiKey(key).build();
  }

  /** Any server at this address, without a key: what comes before {@code /chat/completions}. */
  public static OpenAi at(URI baseUrl) {
    return builderAt(baseUrl).build();
  }

  /** As {@link #at(URI)}, over a pool that stays open when the client is closed. */
  public static OpenAi at(URI baseUrl, ConnectionPool pool) {
    return builderAt(baseUrl).pool(pool).build();
  }

  private static Builder builderAt(URI baseUrl) {
    // Without user info: the id is part of every message.
    String id = baseUrl.getHost() == null ? "compatible" : UrlRedaction.hostAndPort(baseUrl);
    return builder(Provider.of(id, baseUrl).withName("a server"));
  }

  /** For OpenAI with other settings. */
  public static Builder builder() {
    return builder(Provider.OPENAI);
  }

  /** For a provider with other settings. */
  public static Builder builder(Provider provider) {
    return new Builder(provider);
  }

  /**
   * A model of this provider, with what its name tells of it; it is not asked for.
   *
   * <p>Requests that fail are sent again as {@link Builder#retry} says, unless {@link
   * Model#withRetry} says otherwise. A way to ask for JSON that the provider refuses gives way to
   * the next of {@link ModelCapabilities#modes()}, as {@link ModeFallback} has it, unless the run
   * or the agent has chosen it.
   */
  public Model model(String name) {
    CapabilityRule known = provider.capability(name);
    var facts =
        new ModelCapabilities(
            OptionalInt.empty(), OptionalInt.empty(), known.modes(), known.strict());
    return Model.of(this, name)
        .withCapabilities(facts)
        .withRules(ModelFamily.rules(provider, endpoint.baseUrl(), name))
        .with(modeFallback)
        .withRetry(retry);
  }

  /** The short name, as in {@code groq}. */
  @Override
  public String provider() {
    return provider.id();
  }

  /**
   * The provider with scheme, host, port and path of its address and the version of Azure's
   * interface; of a query only a digest, and never a key or user info.
   */
  @Override
  public String identity() {
    return endpoint.identity();
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    HttpRequest post =
        HttpRequest.post(
            chatUri(request.model()), "application/json", RequestWriter.of(request, provider.id()));
    return http.open(
        post,
        request.stream(),
        call,
        headers -> new ChatResponseReader(provider.id(), request.model(), headers));
  }

  private URI chatUri(String model) {
    URI known = chatUris.get(model);
    if (known == null) {
      known = endpoint.chat(model);
      if (chatUris.size() < MAX_CACHED_URIS) {
        chatUris.put(model, known);
      }
    }
    return known;
  }

  /**
   * The names of the models that the provider offers, in its order.
   *
   * @param most how long it may take
   * @throws AgentException if it doesn't tell
   */
  public List<String> models(Duration most) {
    return http.get(endpoint.models(), most, ModelListReader::read);
  }

  /**
   * Opens connections before they are needed, so that the first calls don't wait for TLS.
   *
   * <p>Each sends a {@code HEAD} without a key to the base URL, whatever that answers. Where HTTP/2
   * is spoken one connection carries all calls, and one is opened.
   *
   * @param connections how many; no more than the pool may have
   * @throws AgentException if the provider can't be reached
   */
  public void warmUp(int connections) {
    http.warmUp(endpoint.baseUrl(), connections);
  }

  /** Where it sends requests, to be shown: scheme, host, port and path, which hold no secret. */
  public String address() {
    return UrlRedaction.redact(endpoint.baseUrl());
  }

  /** Closes the connections, unless the pool was given. */
  @Override
  public void close() {
    http.close();
  }

  /** As in {@code OpenAi[groq at https://api.groq.com/openai/v1]}; never with the key. */
  @Override
  public String toString() {
    return "OpenAi[" + provider.id() + " at " + address() + "]";
  }

  /** The settings of a client; what is not set is as its provider has it. */
  public static final class Builder {
    private static final String AZURE_VERSION = "2024-10-21";

    private final Provider provider;
    private @Nullable URI baseUrl;
    private @Nullable SecretApiKey key;
    private @Nullable ConnectionPool pool;
    private String apiVersion = AZURE_VERSION;
    private final SequencedMap<String, String> headers = new LinkedHashMap<>();
    private RetryPolicy retry = RetryPolicy.ofDefaults();
    private TimeSource time = TimeSource.system();
    private long maxResponseBytes = ResponseBodyReader.MAX_BYTES;

    private Builder(Provider provider) {
      this.provider = provider;
    }

    /** What comes before {@code /chat/completions}. */
    public Builder baseUrl(URI address) {
      baseUrl = address;
      return this;
    }

    /** The key, sent with each request. */
    public Builder apiKey(ApiKey newKey) {
      key = SecretApiKey.of(newKey);
      return this;
    }

    /** A pool to use and leave open; otherwise the client has one of its own. */
    public Builder pool(ConnectionPool shared) {
      pool = shared;
      return this;
    }

    /** The version of Azure's interface; others have none. */
    public Builder apiVersion(String version) {
      apiVersion = version;
      return this;
    }

    /**
     * A header to send with each request.
     *
     * @throws IllegalArgumentException if name or value can't stand in a header
     */
    public Builder header(String name, String value) {
      headers.putAll(
          HttpRequest.get(URI.create("http://localhost")).withHeader(name, value).headers());
      return this;
    }

    /** Headers to send with each request, each as in {@link #header}. */
    public Builder headers(Map<String, String> more) {
      more.forEach(this::header);
      return this;
    }

    /**
     * When a failed request of its models is sent again; otherwise as {@link
     * RetryPolicy#ofDefaults()} does, and never with {@link RetryPolicy#never()}.
     */
    public Builder retry(RetryPolicy newRetry) {
      retry = newRetry;
      return this;
    }

    Builder time(TimeSource source) {
      time = source;
      return this;
    }

    Builder maxResponseBytes(long bytes) {
      maxResponseBytes = bytes;
      return this;
    }

    /**
     * The client; opens nothing yet.
     *
     * @throws ConfigurationException if there is no address, or no key where one is needed
     */
    public OpenAi build() {
      if (key == null && provider.keyVariable() != null && headers.isEmpty()) {
        throw ConfigurationException.of(
            "%s needs an API key.\nGive it: OpenAi.of(Provider, ApiKey.of(...)), or OpenAi.fromEnv with %s set."
                .formatted(provider.name(), provider.keyVariable()));
      }
      return new OpenAi(this);
    }

    private URI baseUrl() {
      URI address = baseUrl == null ? provider.baseUrl() : baseUrl;
      if (address == null) {
        throw ConfigurationException.of(
            "%s needs an address.\nGive it: OpenAi.builder(Provider).baseUrl(...), or OpenAi.fromEnv with %s set."
                .formatted(provider.name(), provider.urlVariable()));
      }
      return address;
    }
  }
}
