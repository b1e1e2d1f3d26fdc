package org.atomicagents.internal.provider;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.atomicagents.error.AgentException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client for one provider, which maps responses to exchanges or exceptions.
 *
 * <p>Thread-safe.
 */
public final class ProviderHttpClient implements AutoCloseable {
  private static final URI NO_ADDRESS = URI.create("http://localhost");

  private final HttpConnectionPool pool;
  private final boolean ownsPool;
  private final RequestDefaults defaults;
  private final ErrorFactory errors;
  private final long maxResponseBytes;

  /**
   * Creates a client; connections are opened by the first request.
   *
   * @param shared the pool to use, which stays open; null for a pool that is closed with the client
   * @param maxResponseBytes the maximum size of a decoded response, in bytes
   */
  public ProviderHttpClient(
      @Nullable ConnectionPool shared, ErrorFactory errors, long maxResponseBytes) {
    this.pool = HttpConnectionPool.of(shared == null ? ConnectionPool.ofDefaults() : shared);
    this.ownsPool = shared == null;
    this.defaults = errors.defaults();
    this.errors = errors;
    this.maxResponseBytes = maxResponseBytes;
  }

  /**
   * Sends a request to a model, and returns the exchange, which the caller closes.
   *
   * @param stream whether the response is requested as server-sent events
   * @param parserFactory creates a parser from the response headers, whose names are in lower case
   * @throws AgentException if the request fails or the provider returns an error
   */
  public ModelExchange open(
      HttpRequest request,
      boolean stream,
      RunContext call,
      Function<Map<String, List<String>>, ResponseParser> parserFactory) {
    HttpRequest http = stream ? defaults.prepareStream(request) : defaults.prepare(request);
    HttpResponse response = pool.open(http, call);
    ResponseErrors responseErrors = errors.forResponse(response, http, call);
    ResponseParser parser = parserFactory.apply(redact(response.headers(), http));
    if (response.status() / 100 != 2) {
      return acceptError(responseErrors, parser);
    }
    var body = new ResponseBodyReader(response, parser, responseErrors, maxResponseBytes);
    return new ResponseExchange(response, body, call, http::redact);
  }

  /** Returns headers without secrets. */
  static Map<String, List<String>> redact(Map<String, List<String>> headers, HttpRequest http) {
    var redacted = new HashMap<String, List<String>>();
    headers.forEach((name, values) -> {
      for (String value : values) {
        String text = http.redact(value);
        if (!text.equals(value)) {
          redacted.put(name, values.stream().map(http::redact).toList());
        }
      }
    });
    if (redacted.isEmpty()) {
      return headers;
    }
    headers.forEach(redacted::putIfAbsent);
    return redacted;
  }

  private static ModelExchange acceptError(ResponseErrors responseErrors, ResponseParser parser) {
    String body = responseErrors.readBody();
    if (!parser.acceptError(body)) {
      throw responseErrors.ofStatus(body);
    }
    parser.complete();
    return ModelExchange.of(List.copyOf(parser.events()));
  }

  /**
   * Returns the decoded body of a resource, such as the list of models.
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the request fails or the provider returns an error
   */
  public <T> T get(URI uri, Duration timeout, BiFunction<String, ResponseErrors, T> decoder) {
    return send(HttpRequest.get(uri), timeout, decoder);
  }

  /**
   * Sends JSON, and returns the decoded body of the response.
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the request fails or the provider returns an error
   */
  public <T> T post(
      URI uri, byte[] json, Duration timeout, BiFunction<String, ResponseErrors, T> decoder) {
    return send(HttpRequest.post(uri, "application/json", json), timeout, decoder);
  }

  /**
   * Sends a request without content, and ignores the body of the response.
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the request fails or the provider returns an error
   */
  public void post(URI uri, Duration timeout) {
    String ignored = post(uri, new byte[0], timeout, (body, errors) -> body);
  }

  /**
   * Returns the decoded body of the response to a request outside of a run.
   *
   * @param timeout the time limit for the whole call
   * @throws AgentException if the request fails or the provider returns an error
   */
  public <T> T send(
      HttpRequest request, Duration timeout, BiFunction<String, ResponseErrors, T> decoder) {
    return send(request, standaloneCall(timeout), decoder);
  }

  /** Returns the context of requests that belong to no run. */
  public static RunContext standaloneCall(Duration timeout) {
    return new RunContext(
        "standalone",
        Deadline.after(timeout),
        Budget.unlimited(),
        Integer.MAX_VALUE,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }

  /**
   * Returns the decoded body of the response to a request.
   *
   * @throws AgentException if the request fails or the provider returns an error
   */
  public <T> T send(
      HttpRequest request, RunContext call, BiFunction<String, ResponseErrors, T> decoder) {
    return exchange(
        request,
        call,
        (response, errors) -> decoder.apply(new BoundedBodyReader(response, call).read(), errors));
  }

  /**
   * Returns the result of reading the response to a request.
   *
   * @throws AgentException if the request fails or the provider returns an error
   */
  public <T> T exchange(
      HttpRequest request, RunContext call, BiFunction<HttpResponse, ResponseErrors, T> reader) {
    HttpRequest http = defaults.prepare(request);
    try (HttpResponse response = pool.open(http, call)) {
      ResponseErrors responseErrors = errors.forResponse(response, http, call);
      if (response.status() / 100 != 2) {
        throw responseErrors.ofStatus(responseErrors.readBody());
      }
      return reader.apply(response, responseErrors);
    }
  }

  /** Returns a factory of the exceptions for the items of a batch; see {@link ItemErrors}. */
  public ItemErrors itemErrors() {
    UnaryOperator<String> redactor = defaults.prepare(HttpRequest.get(NO_ADDRESS))::redact;
    return new ItemErrors(errors, redactor);
  }

  /** Returns the maximum size of a response, in bytes. */
  public long maxResponseBytes() {
    return maxResponseBytes;
  }

  /**
   * Opens connections in advance, by {@code HEAD} requests without the API key.
   *
   * @throws AgentException if the server cannot be reached
   */
  public void warmUp(URI uri, int connections) {
    pool.warmUp(HttpRequest.head(uri).withAdvice(defaults.advice()), connections);
  }

  /** Closes the connections, unless the pool is shared. */
  @Override
  public void close() {
    if (ownsPool) {
      pool.close();
    }
  }
}
