package org.atomicagents.anthropic;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.Endpoint;
import org.atomicagents.internal.provider.ModelListReader;
import org.atomicagents.internal.provider.ParameterCheck;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * A client of the Messages API with options, which shares the connections of its {@link Anthropic}
 * client.
 *
 * <p>Thread-safe.
 */
final class ClaudeClient implements ModelClient {
  static final String BETA = "anthropic-beta";

  private static final String JSON = "application/json";
  private static final ParameterCheck CHECK =
      new ParameterCheck(Set.of("seed"), "Choose another model, or another response mode.");

  private final Endpoint endpoint;
  private final URI messages;
  private final ProviderHttpClient http;
  private final AnthropicOptions options;
  private final String betas;
  private final String identity;

  ClaudeClient(
      Endpoint endpoint, ProviderHttpClient http, AnthropicOptions options, List<String> betas) {
    this.endpoint = endpoint;
    this.messages = resolve("/messages", "");
    this.http = http;
    this.options = options;
    this.betas = options.betaHeader(betas);
    String changes = options.identity();
    this.identity = endpoint.identity() + (changes.isEmpty() ? "" : " with " + changes);
  }

  /** Returns the URL of a path; {@code /v1} at the end of the base URL is not repeated. */
  private URI resolve(String path, String query) {
    String base = String.valueOf(endpoint.baseUrl().getPath()).replaceFirst("/++$", "");
    return new Endpoint(endpoint.profile(), endpoint.baseUrl(), query)
        .resolve((base.endsWith("/v1") ? "" : "/v1") + path);
  }

  @Override
  public String provider() {
    return Anthropic.PROVIDER;
  }

  /** Returns the identity of the endpoint with the options that change responses. */
  @Override
  public String identity() {
    return identity;
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    ModelRequest checked = CHECK.apply(request, call);
    byte[] body = MessagesRequestWriter.of(checked, optionsOf(checked, call));
    return http.open(
        withBetas(HttpRequest.post(messages, JSON, body)),
        checked.stream(),
        call,
        headers -> new MessagesReader(checked.model(), headers));
  }

  /**
   * Returns the options of a request, without a thinking budget if the calls whose results it sends
   * were made without thinking, such as by another model: the API requires the thinking before
   * them.
   */
  private AnthropicOptions optionsOf(ModelRequest request, RunContext call) {
    if (options.thinking().budgetTokens() == null || !endsWithOtherCalls(request)) {
      return options;
    }
    if (call.listeners().isActive()) {
      call.listeners()
          .emit(
              new AgentEvent.ParametersAdjusted(
                  call.agent(), request.model(), List.of("thinking"), Map.of()));
    }
    return options.withoutThinking();
  }

  private static boolean endsWithOtherCalls(ModelRequest request) {
    List<Message> messages = request.messages();
    int last = messages.size() - 1;
    while (last >= 0
        && messages.get(last).parts().stream().anyMatch(Content.ToolResult.class::isInstance)) {
      last--;
    }
    return last >= 0
        && last < messages.size() - 1
        && messages.get(last).parts().stream()
            .noneMatch(part ->
                part instanceof Content.Opaque opaque
                    && opaque.isFor(Anthropic.PROVIDER, request.model()));
  }

  /** Returns the body of a request of a batch. */
  byte[] write(ModelRequest request, RunContext call) {
    options.requireAccepted(request.model(), request.rules());
    ModelRequest checked = CHECK.apply(request, call);
    return MessagesRequestWriter.of(checked, optionsOf(checked, call));
  }

  /** Returns the URL of the batches, or of a path below it. */
  URI batches(String path) {
    return resolve("/messages/batches" + path, "");
  }

  HttpRequest withBetas(HttpRequest request) {
    return betas.isEmpty() ? request : request.withHeader(BETA, betas);
  }

  int countTokens(ModelRequest request, Duration timeout) {
    ModelRequest checked = CHECK.apply(request, RunContext.standalone());
    byte[] body = MessagesRequestWriter.ofCount(checked, options);
    HttpRequest post = HttpRequest.post(resolve("/messages/count_tokens", ""), JSON, body);
    return http.send(
        withBetas(post),
        timeout,
        (text, errors) -> {
          int count = WireJson.JsonTreeReader.read(text).path("input_tokens").asInt(-1);
          if (count < 0) {
            throw errors.unexpected("something other than a number of tokens.", Stage.PROTOCOL);
          }
          return count;
        });
  }

  List<String> models(Duration timeout) {
    return http.get(resolve("/models", "limit=1000"), timeout, ModelListReader::read);
  }

  /** Returns a text without secrets. */
  @Override
  public String toString() {
    return "ClaudeClient[" + identity + "]";
  }
}
