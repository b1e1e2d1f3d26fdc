package org.atomicagents.internal.provider;

import org.atomicagents.error.AgentException;
import org.atomicagents.error.TransportException.Stage;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * The body of a response that was not streamed: one JSON object.
 *
 * @param parser receives the object
 */
public record CompleteResponse(ResponseParser parser, FailureFactory failures) {

  /**
   * Parses the object in a range of bytes.
   *
   * @throws AgentException if the bytes are not JSON, or contain an error or no response
   */
  public void read(byte[] json, int start, int end) {
    try (JsonParser tokens = WireJson.parser(json, start, end - start)) {
      parser.read(tokens);
    } catch (JacksonException e) {
      throw e instanceof UnexpectedEndOfInputException
          ? failures.unexpected("incomplete JSON", Stage.RESPONSE)
          : failures.unexpected("malformed JSON:\n  " + excerpt(json, start, end), Stage.PROTOCOL);
    }
    if (endWithError()) {
      return;
    }
    if (!parser.isStarted()) {
      throw failures.unexpected(
          "a response without " + parser.requiredContent() + ":\n  " + excerpt(json, start, end),
          Stage.PROTOCOL);
    }
    parser.complete();
  }

  /**
   * Returns whether an error was received that contains the model's response; throws other errors.
   */
  boolean endWithError() {
    String error = parser.error();
    if (error == null) {
      return false;
    }
    String body = "{\"error\":" + error + "}";
    if (!parser.acceptError(body)) {
      throw failures.ofErrorInBody(body);
    }
    parser.complete();
    return true;
  }

  private String excerpt(byte[] json, int start, int end) {
    return JsonExcerpt.of(json, start, end, failures::redact);
  }
}
