package org.atomicagents.internal.provider;

import org.atomicagents.error.AgentException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;

/**
 * A factory of the exceptions for one response.
 *
 * <p>The messages name the request and contain no secret.
 */
public final class ResponseErrors implements FailureFactory {
  private final ErrorFactory factory;
  private final HttpResponse response;
  private final HttpRequest http;
  private final RunContext call;

  ResponseErrors(ErrorFactory factory, HttpResponse response, HttpRequest http, RunContext call) {
    this.factory = factory;
    this.response = response;
    this.http = http;
    this.call = call;
  }

  /** Returns the redacted body of a response whose status is not 2xx, and closes the response. */
  String readBody() {
    try (response) {
      return redirectLocation().isEmpty()
          ? http.redact(new BoundedBodyReader(response, call).readError())
          : "";
    }
  }

  /** Returns the exception for a status that is not 2xx. */
  AgentException ofStatus(String body) {
    String location = redirectLocation();
    return location.isEmpty() ? map(response.status(), body) : redirectError(location);
  }

  /** Returns the exception for an error inside a response whose status is 2xx. */
  @Override
  public AgentException ofErrorInBody(String json) {
    return map(0, json);
  }

  @Override
  public TransportException unexpected(String found, Stage stage) {
    String advice =
        stage == Stage.RESPONSE
            ? "Try again."
            : "Check that the base URL points to " + factory.protocol() + ".";
    String message = "%s returned %s\n(%s)\n%s".formatted(factory.provider(), found, http, advice);
    // No cause: a parser's message may quote the response, and with it the key.
    return TransportException.of(http.redact(message), stage, null);
  }

  @Override
  public String redact(String text) {
    return http.redact(text);
  }

  private AgentException map(int status, String body) {
    return factory.map(
        call.agent(),
        new ErrorMapper.ErrorResponse(
            status,
            ProviderHttpClient.redact(response.headers(), http),
            http.redact(body),
            http.toString()),
        http::redact);
  }

  /** Returns the target of a redirect, or an empty string if the response is not a redirect. */
  private String redirectLocation() {
    return response.status() / 100 == 3 ? response.header("location").orElse("") : "";
  }

  private TransportException redirectError(String location) {
    return TransportException.of(
        "%s returned status %d with a redirect to %s. Redirects are not followed, because they would send the key to another address.\n(%s)\nSet the base URL to the address of the API."
            .formatted(
                factory.provider(),
                response.status(),
                http.redact(location.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//")),
                http),
        Stage.PROTOCOL,
        null);
  }
}
