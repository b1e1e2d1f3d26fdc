package org.atomicagents.internal.provider;

import org.atomicagents.error.AgentException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;

/** Creates the exceptions for one response; their messages name its request and hold no secret. */
public final class ResponseErrors {
  private final ErrorFactory factory;
  private final HttpResponse answer;
  private final HttpRequest http;
  private final RunContext call;

  ResponseErrors(ErrorFactory factory, HttpResponse answer, HttpRequest http, RunContext call) {
    this.factory = factory;
    this.answer = answer;
    this.http = http;
    this.call = call;
  }

  /** Returns the redacted body of a response whose status is not 2xx, and closes the response. */
  String readBody() {
    try (answer) {
      return redirectLocation().isEmpty()
          ? factory.redact(new BoundedBodyReader(answer, call).readError())
          : "";
    }
  }

  /** Returns the exception for a status that is not 2xx. */
  AgentException ofStatus(String body) {
    String location = redirectLocation();
    return location.isEmpty() ? map(answer.status(), body) : redirectError(location);
  }

  /** Returns the exception for an error inside a response of status 2xx. */
  AgentException ofErrorInBody(String json) {
    return map(0, json);
  }

  /**
   * Returns the exception for a response that the protocol does not allow.
   *
   * @param what the end of the first sentence, after "provider answered "
   */
  public TransportException unexpected(String what, Stage stage) {
    String advice =
        stage == Stage.RESPONSE
            ? "Try again."
            : "Check that the address is that of " + factory.protocol() + ".";
    String message = "%s answered %s\n(%s)\n%s".formatted(factory.provider(), what, http, advice);
    // Without a cause: the message of a parser may repeat the response, and so the key.
    return TransportException.of(factory.redact(message), stage, null);
  }

  private AgentException map(int status, String body) {
    return factory.map(
        call.agent(),
        new ErrorMapper.ErrorResponse(
            status, answer.headers(), factory.redact(body), http.toString()));
  }

  /** Returns the target of a redirect; empty if the response is none. */
  private String redirectLocation() {
    return answer.status() / 100 == 3 ? answer.header("location").orElse("") : "";
  }

  private TransportException redirectError(String location) {
    return TransportException.of(
        "%s answered %d with a redirect to %s, which is not followed, since it would carry the key along.\n(%s)\nSet the base URL to where the interface is."
            .formatted(
                factory.provider(),
                answer.status(),
                factory.redact(location.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//")),
                http),
        Stage.PROTOCOL,
        null);
  }
}
