package org.atomicagents.openai;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.ParameterCheck;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of the Responses API, which shares the connections of its {@link OpenAi} client.
 *
 * <p>Thread-safe.
 */
final class ResponsesClient implements ModelClient {
  static final ParameterCheck CHECK =
      new ParameterCheck(Set.of("stop", "seed"), "Choose another model, or another response mode.");

  private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(ResponsesClient.class);

  private final String provider;
  private final String identity;
  private final OpenAiEndpoint endpoint;
  private final URI uri;
  private final ProviderHttpClient http;
  private final ResponsesOptions options;

  ResponsesClient(
      String provider, OpenAiEndpoint endpoint, ProviderHttpClient http, ResponsesOptions options) {
    this.provider = provider;
    this.endpoint = endpoint;
    this.uri = endpoint.responses();
    this.http = http;
    this.options = options;
    String changes = options.identity();
    this.identity =
        endpoint.identity() + " by responses" + (changes.isEmpty() ? "" : " with " + changes);
  }

  @Override
  public String provider() {
    return provider;
  }

  /** Returns the identity of the endpoint, with the protocol and the options. */
  @Override
  public String identity() {
    return identity;
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    ModelRequest checked = CHECK.apply(request, call);
    Duration poll = options.backgroundPoll();
    if (poll != null) {
      return new BackgroundExchange(
          send(checked.withStream(false), call), requests(checked, call), poll, call);
    }
    return send(checked, call);
  }

  private ModelExchange send(ModelRequest request, RunContext call) {
    byte[] body = ResponsesRequestWriter.of(request, provider, options);
    HttpRequest post = HttpRequest.post(uri, "application/json", body);
    return http.open(post, request.stream(), call, headers -> reader(request, headers));
  }

  private ResponsesReader reader(ModelRequest request, Map<String, List<String>> headers) {
    return new ResponsesReader(
        provider,
        request.model(),
        headers,
        options.backgroundPoll() != null,
        RequestWriter.asksForProbabilities(request));
  }

  private BackgroundExchange.Requests requests(ModelRequest request, RunContext call) {
    return new BackgroundExchange.Requests() {
      @Override
      public ModelExchange get(String id) {
        return http.open(
            HttpRequest.get(endpoint.response(id, "")),
            false,
            call,
            headers -> reader(request, headers));
      }

      @Override
      public void cancel(String id) {
        try {
          http.post(endpoint.response(id, "/cancel"), CANCEL_TIMEOUT);
        } catch (AgentException | IllegalStateException e) {
          log.debug("A response in the background was not cancelled", e);
        }
      }
    };
  }

  /** Returns a text without secrets. */
  @Override
  public String toString() {
    return "ResponsesClient[" + identity + "]";
  }
}
