package org.atomicagents.testing;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.TimeSource;
import org.atomicagents.testing.internal.server.ResponsePacing;
import org.atomicagents.testing.internal.server.ServerSettings;
import org.atomicagents.testing.internal.server.SimulatedServer;
import org.jspecify.annotations.Nullable;

/**
 * A provider of models that runs in this process: a real HTTP server on a loopback port that speaks
 * OpenAI's chat completions.
 *
 * <p>It answers any request with made-up data that satisfies the schema asked for, be it a response
 * format, a forced tool call or words in the system message; with prose where no schema is asked
 * for. What the library's own schemas tell in words alone it heeds as well. Where no value
 * satisfies the schema it answers with status 400 and the reason. The same seed and request give
 * the same answer, streamed or whole. It speaks HTTP/1.1 and HTTP/2, in clear text or with TLS.
 *
 * {@snippet :
 * try (var provider = SimulatedProvider.start()) {
 *   var client = OpenAi.at(provider.baseUrl());
 * }
 * }
 *
 * <p>On demand ({@link #fail}) or by a seed ({@link Builder#faults}) its answers go wrong, in all
 * the ways in which those of real providers do.
 *
 * <p>Thread-safe. {@link #close()} frees the port and breaks off the answers under way. A client
 * that goes is noticed at once, and its answer given up. The level of the logger {@code
 * io.helidon}, where none is set, becomes {@code WARNING}.
 */
public final class SimulatedProvider implements AutoCloseable {
  private final SimulatedServer server;
  private final RequestLog requestLog;

  private SimulatedProvider(SimulatedServer server, RequestLog ledger) {
    this.server = server;
    this.requestLog = ledger;
  }

  /** One on a free port, with everything else as usual: any model, no key, no delays. */
  public static SimulatedProvider start() {
    return builder().start();
  }

  /** To set up another one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where clients find it, such as {@code http://127.0.0.1:49152/v1}; https with TLS. */
  public URI baseUrl() {
    String scheme = server.authority() == null ? "http" : "https";
    return URI.create(scheme + "://127.0.0.1:" + server.port() + "/v1");
  }

  /**
   * The authority that vouches for the server, for clients to trust; made anew at each start.
   *
   * @throws IllegalStateException if it speaks no TLS
   */
  public X509Certificate certificate() {
    X509Certificate authority = server.authority();
    if (authority == null) {
      throw new IllegalStateException(
          "The provider at " + baseUrl() + " has no certificate: start it with builder().tls().");
    }
    return authority;
  }

  /** The requests so far, in the order in which they came; without credentials. */
  public List<RecordedRequest> requests() {
    return requestLog.requests();
  }

  /** Lets the next requests meet these faults, in order; after them all is as it was. */
  public void fail(Fault... faults) {
    requestLog.enqueueFaults(List.of(faults));
  }

  /** How many requests met which fault so far, drawn or told; without those that none met. */
  public Map<Fault, Integer> injected() {
    return requestLog.injected();
  }

  /** How many requests are being answered now. */
  public int activeRequests() {
    return server.activeRequests();
  }

  @Override
  public void close() {
    server.close();
  }

  /** What a {@link SimulatedProvider} is like; not thread-safe. */
  public static final class Builder {
    private int port;
    private long seed;
    private Duration firstTokenDelay = Duration.ZERO;
    private Duration cadence = Duration.ZERO;
    private double tokensPerSecond;
    private int chunkSize = 1;
    private boolean byCharacters;
    private List<String> models = List.of();
    private Set<ResponseMode> modes = Set.of();
    private @Nullable String apiKey;
    private TimeSource time = TimeSource.system();
    private @Nullable String certificateHost;
    private int maxStreams = 100;
    private FaultPlan faults = FaultPlan.seeded(0);

    private Builder() {}

    /** The port to listen on; usually 0, a free one. */
    public Builder port(int value) {
      if (value < 0 || value > 0xffff) {
        throw new IllegalArgumentException("port: expected 0 to 65535, found " + value);
      }
      port = value;
      return this;
    }

    /** What all answers follow from, together with the request; usually 0. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** The time before an answer begins; usually none. */
    public Builder firstTokenDelay(Duration value) {
      firstTokenDelay = requireNotNegative("firstTokenDelay", value);
      return this;
    }

    /** The time from chunk to chunk; usually none. Replaces {@link #tokensPerSecond}. */
    public Builder cadence(Duration value) {
      cadence = requireNotNegative("cadence", value);
      tokensPerSecond = 0;
      return this;
    }

    /** The speed of an answer once it has begun. Replaces {@link #cadence}. */
    public Builder tokensPerSecond(double value) {
      if (!(value > 0)) {
        throw new IllegalArgumentException("tokensPerSecond: expected above 0, found " + value);
      }
      tokensPerSecond = value;
      return this;
    }

    /** How many tokens make a chunk of a stream; usually 1. */
    public Builder chunkTokens(int value) {
      chunkSize = requirePositive("chunkTokens", value);
      byCharacters = false;
      return this;
    }

    /** How many characters (code points) make a chunk of a stream. */
    public Builder chunkCharacters(int value) {
      chunkSize = requirePositive("chunkCharacters", value);
      byCharacters = true;
      return this;
    }

    /** The only models that there are; usually every name will do. */
    public Builder models(String... names) {
      models = List.of(names);
      return this;
    }

    /**
     * The only ways to ask for JSON that its models take besides words; usually all. Others are
     * refused as OpenAI does, with status 400.
     */
    public Builder modes(ResponseMode... taken) {
      modes = Set.of(taken);
      return this;
    }

    /** The key that requests must bring; usually none. */
    public Builder apiKey(String value) {
      apiKey = Objects.requireNonNull(value, "apiKey");
      return this;
    }

    /** Where the time comes from that delays and cadence are measured by. */
    public Builder timeSource(TimeSource value) {
      time = Objects.requireNonNull(value, "timeSource");
      return this;
    }

    /**
     * Speaks TLS, with HTTP/2 by ALPN; clients have to trust {@link
     * SimulatedProvider#certificate()}.
     */
    public Builder tls() {
      certificateHost = SimulatedServer.LOCAL_HOST;
      return this;
    }

    /** Speaks TLS, with a certificate for this host's name only, where clients expect their own. */
    public Builder certificateFor(String host) {
      certificateHost = Objects.requireNonNull(host, "host");
      return this;
    }

    /** How many streams an HTTP/2 connection may have at a time; usually 100. */
    public Builder maxStreams(int value) {
      maxStreams = requirePositive("maxStreams", value);
      return this;
    }

    /** What goes wrong, and how often; usually nothing. */
    public Builder faults(FaultPlan value) {
      faults = Objects.requireNonNull(value, "faults");
      return this;
    }

    /** One that is like this, and listens. */
    public SimulatedProvider start() {
      var pace = new ResponsePacing(firstTokenDelay, chunkCadence(), chunkSize, byCharacters, time);
      var ledger = new RequestLog(faults);
      var settings =
          new ServerSettings(port, seed, pace, models, modes, apiKey, certificateHost, maxStreams);
      return new SimulatedProvider(SimulatedServer.start(settings, ledger), ledger);
    }

    private Duration chunkCadence() {
      return tokensPerSecond > 0
          ? Duration.ofNanos((long) (1e9 * tokensPerChunk() / tokensPerSecond))
          : cadence;
    }

    // About four characters are a token in English.
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
