package org.atomicagents.internal.provider;

import java.util.Queue;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * A parser of one response, either a JSON object or a stream, into events.
 *
 * <p>Not thread-safe.
 */
public interface ResponseParser {

  /** Returns the queue of parsed events; the caller removes the events that it has delivered. */
  Queue<ModelEvent> events();

  /**
   * Parses the data of one server-sent event.
   *
   * @throws JacksonException if the data are not JSON
   */
  void read(byte[] data, int length);

  /**
   * Parses a complete response that was not streamed.
   *
   * @throws JacksonException if the body is not JSON
   */
  void read(JsonParser body);

  /** Returns whether the data of an event are the protocol's end-of-stream marker. */
  default boolean isEndMarker(byte[] data, int length) {
    return false;
  }

  /** Returns whether the content of the response has started. */
  boolean isStarted();

  /** Returns whether the model has finished, so that the end of the stream is valid. */
  boolean isFinished();

  /**
   * Returns whether an event has ended the response, so that the rest of the stream is not read.
   */
  default boolean hasEnded() {
    return false;
  }

  /** Returns the error inside the response as JSON, or null if there is none. */
  @Nullable String error();

  /**
   * Parses the model's response that some errors contain.
   *
   * @return whether the error contains a response; if not, the caller throws the error
   */
  default boolean acceptError(String body) {
    return false;
  }

  /** Adds the final events, at the end of the response. */
  void complete();

  /** Returns the plural name of the required part of a response, such as {@code choices}. */
  String requiredContent();
}
