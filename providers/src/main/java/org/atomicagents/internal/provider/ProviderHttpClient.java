package org.atomicagents.internal.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
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
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one provider and turns the responses into exchanges or exceptions.
 *
 * <p>Thread-safe.
 */
public final class ProviderHttpClient implements AutoCloseable {
  private final HttpConnectionPool pool;
  private final boolean ownsPool;
  private final RequestDefaults defaults;
  private final ErrorFactory errors;
  private final long maxResponseBytes;

  /**
   * A client that opens no connection yet.
   *
   * @param shared the pool to use and to leave open; null for one that is closed with the client
   * @param maxResponseBytes the size of the largest response
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
   * Sends a request to a model; the caller closes the exchange.
   *
   * @param stream whether the response is requested as server-sent events
   * @param parsers creates the parser from the headers of the response, names in lower case
   * @throws AgentException if there is no response, or one with an error
   */
  public ModelExchange open(
      HttpRequest request,
      boolean stream,
      RunContext call,
      Function<Map<String, List<String>>, ResponseParser> parsers) {
    HttpRequest http = stream ? defaults.prepareStream(request) : defaults.prepare(request);
    HttpResponse answer = pool.open(http, call);
    ResponseErrors failures = errors.forResponse(answer, http, call);
    ResponseParser parser = parsers.apply(answer.headers());
    if (answer.status() / 100 != 2) {
      return acceptError(failures, parser);
    }
    var body = new ResponseBodyReader(answer, parser, failures, maxResponseBytes);
    return new ResponseExchange(answer, body, call);
  }

  private static ModelExchange acceptError(ResponseErrors failures, ResponseParser parser) {
    String body = failures.readBody();
    if (!parser.acceptError(body)) {
      throw failures.ofStatus(body);
    }
    parser.complete();
    return ModelExchange.of(List.copyOf(parser.events()));
  }

  /**
   * Returns the decoded body of a resource, such as the list of models.
   *
   * @param timeout the time limit for all of it
   * @throws AgentException if there is no response, or one with an error
   */
  public <T> T get(URI uri, Duration timeout, BiFunction<String, ResponseErrors, T> decoder) {
    var call =
        new RunContext(
            "standalone",
            Deadline.after(timeout),
            Budget.unlimited(),
            1,
            Listeners.none(),
            new Timings.Recorder(TimeSource.system()));
    HttpRequest http = defaults.prepare(HttpRequest.get(uri));
    try (HttpResponse answer = pool.open(http, call)) {
      ResponseErrors failures = errors.forResponse(answer, http, call);
      if (answer.status() / 100 != 2) {
        throw failures.ofStatus(failures.readBody());
      }
      return decoder.apply(new BoundedBodyReader(answer, call).read(), failures);
    }
  }

  /**
   * Opens connections before they are needed, by {@code HEAD} requests without a key.
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
