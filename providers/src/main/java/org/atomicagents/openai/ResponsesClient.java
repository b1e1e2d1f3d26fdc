package org.atomicagents.openai;

import java.net.URI;
import java.util.Set;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.ParameterCheck;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * A client of the Responses API, which shares the connections of its {@link OpenAi} client.
 *
 * <p>Thread-safe.
 */
final class ResponsesClient implements ModelClient {
  private static final ParameterCheck CHECK =
      new ParameterCheck(Set.of("stop", "seed"), "Choose another model, or another response mode.");

  private final String provider;
  private final String identity;
  private final URI uri;
  private final ProviderHttpClient http;
  private final ResponsesOptions options;

  ResponsesClient(
      String provider, OpenAiEndpoint endpoint, ProviderHttpClient http, ResponsesOptions options) {
    this.provider = provider;
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
    byte[] body = ResponsesRequestWriter.of(checked, provider, options);
    return http.open(
        HttpRequest.post(uri, "application/json", body),
        request.stream(),
        call,
        headers -> new ResponsesReader(provider, request.model(), headers));
  }

  /** Returns a text without secrets. */
  @Override
  public String toString() {
    return "ResponsesClient[" + identity + "]";
  }
}
