package org.atomicagents.internal.provider;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;

/**
 * A factory of the exceptions for the responses that a batch contains.
 *
 * <p>Immutable and thread-safe.
 */
public final class ItemErrors {
  private static final String AGENT = "batch";

  private final ErrorFactory errors;
  private final UnaryOperator<String> redactor;

  ItemErrors(ErrorFactory errors, UnaryOperator<String> redactor) {
    this.errors = errors;
    this.redactor = redactor;
  }

  /** Returns a text without secrets. */
  public String redact(String text) {
    return redactor.apply(text);
  }

  /**
   * Returns a factory of the exceptions for one response.
   *
   * @param item the response, for messages, such as {@code request 7 of batch_1}
   * @param status the HTTP status of the response; 0 if the batch contains none
   * @param requestId the provider's id of the request; empty if there is none
   */
  public FailureFactory of(String item, int status, String requestId) {
    Map<String, List<String>> headers =
        requestId.isEmpty() ? Map.of() : Map.of("x-request-id", List.of(requestId));
    return new FailureFactory() {
      @Override
      public AgentException ofErrorInBody(String json) {
        var response = new ErrorMapper.ErrorResponse(status, headers, redactor.apply(json), item);
        return errors.map(AGENT, response, redactor);
      }

      @Override
      public TransportException unexpected(String found, Stage stage) {
        String message =
            "%s returned %s\n(%s)\nSend the request again."
                .formatted(errors.provider(), found, item);
        // No cause: a parser's message may quote the response, and with it the key.
        return TransportException.of(redactor.apply(message), stage, null);
      }

      @Override
      public String redact(String text) {
        return redactor.apply(text);
      }
    };
  }
}
