package org.atomicagents.internal.provider;

import org.atomicagents.error.AgentException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;

/**
 * A factory of the exceptions for one response, whose messages name the request and contain no
 * secret.
 */
public interface FailureFactory {

  /** Returns the exception for an error inside a response. */
  AgentException ofErrorInBody(String json);

  /**
   * Returns the exception for a response that violates the protocol.
   *
   * @param found a noun phrase for the response, which completes "provider returned ..."
   */
  TransportException unexpected(String found, Stage stage);

  /** Returns a text without secrets. */
  String redact(String text);
}
