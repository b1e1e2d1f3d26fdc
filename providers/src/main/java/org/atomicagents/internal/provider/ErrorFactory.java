package org.atomicagents.internal.provider;

import org.atomicagents.error.AgentException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TimeSource;

/**
 * Creates the exceptions for failed requests to one provider.
 *
 * @param protocol the name of the protocol after "Check that the address is that of "
 * @param defaults the source of the secrets that no message may contain
 */
public record ErrorFactory(
    String provider,
    String protocol,
    RequestDefaults defaults,
    RejectionClassifier rejections,
    TimeSource time) {

  /** Returns the exceptions for one response. */
  ResponseErrors forResponse(HttpResponse answer, HttpRequest http, RunContext call) {
    return new ResponseErrors(this, answer, http, call);
  }

  String redact(String text) {
    return defaults.redact(text);
  }

  AgentException map(String agent, ErrorMapper.ErrorResponse response) {
    return ErrorMapper.map(agent, provider, response, rejections, time);
  }
}
