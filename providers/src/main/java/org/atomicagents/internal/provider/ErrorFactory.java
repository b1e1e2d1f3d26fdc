package org.atomicagents.internal.provider;

import java.util.function.UnaryOperator;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;

/**
 * A factory of the exceptions for failed requests to one provider.
 *
 * @param protocol the name of the API for the advice "Check that the base URL points to ..."
 * @param defaults the defaults of all requests
 */
public record ErrorFactory(
    String provider,
    String protocol,
    RequestDefaults defaults,
    RejectionClassifier rejections,
    TimeSource time) {

  /** Returns a factory of the exceptions for one response. */
  ResponseErrors forResponse(HttpResponse response, HttpRequest http, RunContext call) {
    return new ResponseErrors(this, response, http, call);
  }

  /** Returns the exception for a response with an error status, whose body is read. */
  public AgentException failure(HttpResponse response, HttpRequest http, RunContext call) {
    ResponseErrors of = forResponse(response, http, call);
    return of.ofStatus(of.readBody());
  }

  /**
   * Returns the exception for an error response.
   *
   * @param redactor removes secrets from a text
   */
  AgentException map(
      String agent, ErrorMapper.ErrorResponse response, UnaryOperator<String> redactor) {
    return ErrorMapper.map(agent, provider, response, rejections, time, redactor);
  }
}
