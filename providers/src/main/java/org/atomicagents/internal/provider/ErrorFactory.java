package org.atomicagents.internal.provider;

import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TimeSource;

/**
 * A factory of the exceptions for failed requests to one provider.
 *
 * @param protocol the name of the API for the advice "Check that the base URL points to ..."
 * @param defaults the request defaults, whose secrets are redacted in all messages
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

  String redact(String text) {
    return defaults.redact(text);
  }

  AgentException map(String agent, ErrorMapper.ErrorResponse response) {
    return ErrorMapper.map(agent, provider, response, rejections, time);
  }
}
