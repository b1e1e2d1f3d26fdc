package org.atomicagents.gemini;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.provider.ParameterCheck;
import org.atomicagents.internal.provider.ProviderHttpClient;
import org.atomicagents.internal.provider.RequestFunctions;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.RunContext;

/**
 * A client with options, which shares the connections of its {@link Gemini} client.
 *
 * <p>Thread-safe.
 */
final class GenerateContentClient implements ModelClient {
  private static final ParameterCheck CHECK =
      new ParameterCheck(Set.of(), "Choose another model, or another response mode.");

  private final GeminiEndpoint endpoint;
  private final ProviderHttpClient http;
  private final GeminiOptions options;
  private final String identity;

  GenerateContentClient(GeminiEndpoint endpoint, ProviderHttpClient http, GeminiOptions options) {
    this.endpoint = endpoint;
    this.http = http;
    this.options = options;
    String changes = options.identity();
    this.identity = endpoint.identity() + (changes.isEmpty() ? "" : " with " + changes);
  }

  @Override
  public String provider() {
    return Gemini.PROVIDER;
  }

  /** Returns the identity of the endpoint, with the options. */
  @Override
  public String identity() {
    return identity;
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    ModelRequest checked = check(request, call);
    byte[] body = GenerateContentWriter.of(checked, options);
    HttpRequest post =
        HttpRequest.post(
            endpoint.generateContent(checked.model(), checked.stream()), "application/json", body);
    return http.open(
        post,
        checked.stream(),
        call,
        headers -> new GenerateContentReader(checked.model(), headers));
  }

  /** Returns the body of a request of a batch. */
  byte[] write(ModelRequest request, RunContext call) {
    options.requireAccepted(request.model(), request.rules());
    return GenerateContentWriter.of(check(request, call), options);
  }

  /**
   * Returns the request to send, which the model accepts.
   *
   * @throws ConfigurationException if the model does not accept the request
   */
  ModelRequest check(ModelRequest request, RunContext call) {
    ModelRequest checked = CHECK.apply(request, call);
    requireTools(checked);
    if (call.listeners().isActive()
        && !checked.rules().accepts(GeminiRules.DETAIL)
        && hasDetail(checked.messages())) {
      call.listeners()
          .emit(
              new AgentEvent.ParametersAdjusted(
                  call.agent(), checked.model(), List.of(GeminiRules.DETAIL), Map.of()));
    }
    return checked;
  }

  private void requireTools(ModelRequest request) {
    if (!RequestFunctions.of(request).isEmpty() && options.cachedContent() != null) {
      throw ConfigurationException.of(
          "Model '%s' can't be sent functions with the cached content '%s', which contains the tools.\nUse another ResponseMode than TOOL_CALL, or no cached content."
              .formatted(request.model(), options.cachedContent()));
    }
    OutputFormat output = GeminiRules.jsonFormat(request);
    if (output != null
        && !request.tools().isEmpty()
        && !request.rules().accepts(GeminiRules.TOOLS_WITH_JSON)) {
      throw ConfigurationException.of(
          "Model '%s' does not accept tools in the response mode %s.\nUse TOOL_CALL, or Gemini 3 or later."
              .formatted(request.model(), output.mode()));
    }
  }

  private static boolean hasDetail(List<Message> messages) {
    return messages.stream()
        .flatMap(message -> message.parts().stream())
        .anyMatch(part -> part instanceof Media media && GeminiMediaWriter.detail(media) != null);
  }

  /** Returns a text without secrets. */
  @Override
  public String toString() {
    return "GenerateContentClient[" + identity + "]";
  }
}
