package org.atomicagents.testing;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.testing.internal.ProtocolEndpoints;
import org.atomicagents.testing.internal.server.ResponsePacing;
import org.atomicagents.testing.internal.server.ServerSettings;
import org.atomicagents.testing.internal.server.SimulatedServer;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A simulated model provider for tests: an HTTP server on a loopback port that implements OpenAI's
 * chat completions and Responses API, Anthropic's Messages, Gemini's generateContent, and the batch
 * APIs of the three.
 *
 * <p>The server responds to any request with generated data that satisfies the requested schema.
 * The schema may be in the response format, in a forced tool call or in the text of the system
 * message. Constraints that this library writes into schema descriptions are satisfied too. Without
 * a schema the response is prose. If no value satisfies the schema, the server sends status 400
 * with the reason. The same seed and request give the same response, streamed or not.
 *
 * <p>Requests of Anthropic's and Google's protocols are checked with the rules of the providers'
 * documentation: parameters by model family, schema keywords, roles, tool calls with their results,
 * cache markers, and the signatures of thinking. A request that the provider would reject gets its
 * error. Claude and Gemini call an offered tool until the request ends with its result.
 *
 * <p>In the Responses API, a model reasons if the request includes its encrypted reasoning. As
 * OpenAI does, the server rejects replayed reasoning of another model, and reasoning without the
 * item that followed it. It stores responses in the background, and no conversations.
 *
 * <p>The server supports HTTP/1.1 and HTTP/2, in clear text or with TLS.
 *
 * {@snippet :
 * try (var provider = SimulatedProvider.start()) {
 *   var client = OpenAi.at(provider.baseUrl());
 * }
 * }
 *
 * <p>Failures of real providers can be simulated for the next requests ({@link #fail}) or at random
 * with a seed ({@link Builder#faults}).
 *
 * <p>Thread-safe. {@link #close()} frees the port and aborts the responses in progress. A client
 * that disconnects is detected immediately and its response is aborted. Starting a provider sets
 * the level of the logger {@code io.helidon} to {@code WARNING} if it has no level, and the server
 * sets no filter of the deserialization of this JVM.
 */
public final class SimulatedProvider implements AutoCloseable {
  private final SimulatedServer server;
  private final RequestLog requestLog;

  private SimulatedProvider(SimulatedServer server, RequestLog requestLog) {
    this.server = server;
    this.requestLog = requestLog;
  }

  /**
   * Returns a running provider on a free port with the default settings: any model, no API key, no
   * delays.
   */
  public static SimulatedProvider start() {
    return builder().start();
  }

  /** Returns a builder for a provider with other settings. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the base URL for clients of OpenAI's protocols, such as {@code
   * http://127.0.0.1:49152/v1}; {@code https} with TLS.
   */
  public URI baseUrl() {
    return URI.create(serverUrl() + "/v1");
  }

  /**
   * Returns the base URL for clients of the other protocols, without a path, such as {@code
   * http://127.0.0.1:49152}; {@code https} with TLS.
   */
  public URI serverUrl() {
    String scheme = server.authority() == null ? "http" : "https";
    return URI.create(scheme + "://127.0.0.1:" + server.port());
  }

  /**
   * Returns the certificate authority that clients must trust; each provider generates its own.
   *
   * @throws IllegalStateException if the provider does not use TLS
   */
  public X509Certificate certificate() {
    X509Certificate authority = server.authority();
    if (authority == null) {
      throw new IllegalStateException(
          "The provider at " + baseUrl() + " has no certificate: start it with builder().tls().");
    }
    return authority;
  }

  /**
   * Returns the requests received so far, in order, with credentials hidden; the latest {@link
   * Builder#maxRecordedRequests} of them.
   */
  public List<RecordedRequest> requests() {
    return requestLog.requests();
  }

  /**
   * Injects faults into the next requests, one per request, in order.
   *
   * <p>These faults take precedence over those of {@link Builder#faults}.
   */
  public void fail(Fault... faults) {
    requestLog.enqueueFaults(List.of(faults));
  }

  /**
   * Returns the number of requests by injected fault.
   *
   * <p>Includes faults of {@link #fail} and of {@link Builder#faults}; faults that were not
   * injected yet are absent.
   */
  public Map<Fault, Integer> injectedFaults() {
    return requestLog.injected();
  }

  /** Returns the number of requests in progress. */
  public int activeRequests() {
    return server.activeRequests();
  }

  /** Aborts the responses in progress and frees the port. */
  @Override
  public void close() {
    server.close();
  }

  /** A builder of {@link SimulatedProvider}s; not thread-safe. */
  public static final class Builder {
    private int port;
    private long seed;
    private Duration firstTokenDelay = Duration.ZERO;
    private Duration chunkInterval = Duration.ZERO;
    private double tokensPerSecond;
    private int chunkSize = 1;
    private boolean byCharacters;
    private List<String> models = List.of();
    private Set<ResponseMode> responseModes = Set.of();
    private @Nullable String apiKey;
    private TimeSource time = TimeSource.system();
    private @Nullable String certificateHost;
    private int maxStreams = 100;
    private int maxRecordedRequests = Integer.MAX_VALUE;
    private FaultPlan faults = FaultPlan.seeded(0);
    private BatchPlan batches = BatchPlan.ofDefaults();

    private Builder() {}

    /**
     * Sets the port to listen on; default: 0, a free port.
     *
     * @throws IllegalArgumentException unless the port is from 0 to 65535
     */
    public Builder port(int value) {
      if (value < 0 || value > 0xffff) {
        throw new IllegalArgumentException("port: expected 0 to 65535, found " + value);
      }
      port = value;
      return this;
    }

    /** Sets the seed that determines, together with the request, the response; default: 0. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets the delay before the response begins; default: zero.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public Builder firstTokenDelay(Duration value) {
      firstTokenDelay = requireNotNegative("firstTokenDelay", value);
      return this;
    }

    /**
     * Sets the interval between chunks; default: zero. Overrides {@link #tokensPerSecond}.
     *
     * @throws IllegalArgumentException if the interval is negative
     */
    public Builder chunkInterval(Duration value) {
      chunkInterval = requireNotNegative("chunkInterval", value);
      tokensPerSecond = 0;
      return this;
    }

    /**
     * Sets the speed of a response after its first chunk; default: unlimited. Overrides {@link
     * #chunkInterval}.
     *
     * @throws IllegalArgumentException unless the value is above 0
     */
    public Builder tokensPerSecond(double value) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("tokensPerSecond: expected above 0, found " + value);
      }
      tokensPerSecond = value;
      return this;
    }

    /**
     * Sets the number of tokens per chunk of a stream, at least 1; default: 1.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public Builder chunkTokens(int value) {
      chunkSize = requirePositive("chunkTokens", value);
      byCharacters = false;
      return this;
    }

    /**
     * Sets the number of characters (code points) per chunk of a stream, at least 1. Overrides
     * {@link #chunkTokens}.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public Builder chunkCharacters(int value) {
      chunkSize = requirePositive("chunkCharacters", value);
      byCharacters = true;
      return this;
    }

    /** Sets the names of the available models; default: any name is accepted. */
    public Builder models(String... names) {
      models = List.of(names);
      return this;
    }

    /**
     * Sets the supported response modes; default: all. A schema in the prompt is always accepted.
     *
     * <p>Requests in another mode get status 400 with the error of the provider.
     */
    public Builder responseModes(ResponseMode... supported) {
      responseModes = Set.of(supported);
      return this;
    }

    /**
     * Sets the API key that requests must have; default: none. It is a bearer token or in the
     * header {@code api-key}, {@code x-api-key} or {@code x-goog-api-key}, as the protocol of the
     * path defines.
     */
    public Builder apiKey(String value) {
      apiKey = Objects.requireNonNull(value, "apiKey");
      return this;
    }

    /** Sets the clock for delays and intervals; default: the system clock. */
    public Builder timeSource(TimeSource value) {
      time = Objects.requireNonNull(value, "timeSource");
      return this;
    }

    /**
     * Enables TLS, with HTTP/2 by ALPN; default: clear text. Clients must trust {@link
     * SimulatedProvider#certificate()}.
     */
    public Builder tls() {
      certificateHost = SimulatedServer.LOCAL_HOST;
      return this;
    }

    /** Enables TLS with a certificate for the given host name only, to test host verification. */
    public Builder certificateFor(String host) {
      certificateHost = Objects.requireNonNull(host, "host");
      return this;
    }

    /**
     * Sets the maximum number of concurrent streams per HTTP/2 connection, at least 1; default:
     * 100.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public Builder maxStreams(int value) {
      maxStreams = requirePositive("maxStreams", value);
      return this;
    }

    /**
     * Sets the maximum number of requests that {@link SimulatedProvider#requests()} returns, the
     * latest ones; default: all. 0 keeps none, for loads of any number of requests.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public Builder maxRecordedRequests(int value) {
      if (value < 0) {
        throw new IllegalArgumentException(
            "maxRecordedRequests: expected 0 or more, found " + value);
      }
      maxRecordedRequests = value;
      return this;
    }

    /** Sets the random faults; default: none. */
    public Builder faults(FaultPlan value) {
      faults = Objects.requireNonNull(value, "faults");
      return this;
    }

    /**
     * Sets the progress of batches and the faults of their items; default: two polls, no faults.
     */
    public Builder batches(BatchPlan value) {
      batches = Objects.requireNonNull(value, "batches");
      return this;
    }

    /** Returns a running provider with these settings. */
    public SimulatedProvider start() {
      var pacing =
          new ResponsePacing(firstTokenDelay, chunkCadence(), chunkSize, byCharacters, time);
      var requestLog = new RequestLog(faults, maxRecordedRequests);
      var settings =
          new ServerSettings(
              port,
              seed,
              pacing,
              models,
              responseModes,
              apiKey,
              certificateHost,
              maxStreams,
              batches.settings());
      var endpoints = ProtocolEndpoints.of(settings);
      return new SimulatedProvider(
          SimulatedServer.start(settings, requestLog, endpoints), requestLog);
    }

    private Duration chunkCadence() {
      return tokensPerSecond > 0
          ? Duration.ofNanos((long) (1e9 * tokensPerChunk() / tokensPerSecond))
          : chunkInterval;
    }

    // A token is about four characters of English text.
    private double tokensPerChunk() {
      return byCharacters ? chunkSize / 4.0 : chunkSize;
    }

    private static Duration requireNotNegative(String name, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(name + ": expected 0 or more, found " + value);
      }
      return value;
    }

    private static int requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
      }
      return value;
    }
  }
}
