package org.atomicagents.internal.provider;

import java.util.Queue;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Parses the responses of one protocol into events: one JSON object, or the events of a stream.
 *
 * <p>A parser belongs to one response and to one thread.
 */
public interface ResponseParser {

  /** Returns the events that were parsed and not yet removed. */
  Queue<ModelEvent> events();

  /**
   * Parses the data of one server-sent event.
   *
   * @throws JacksonException if it is not JSON
   */
  void read(byte[] data, int length);

  /**
   * Parses a complete response that was not streamed.
   *
   * @throws JacksonException if it is not JSON
   */
  void read(JsonParser body);

  /** Returns whether the data of an event, instead of JSON, mark the end of the stream. */
  default boolean isEndMarker(byte[] data, int length) {
    return false;
  }

  /** Returns whether the model's part of a response has begun. */
  boolean isStarted();

  /** Returns whether the model has finished, so that the stream may end. */
  boolean isFinished();

  /** Returns the error that the provider put into the response, as JSON; null if there is none. */
  @Nullable String error();

  /**
   * Parses the response of the model that an error contains.
   *
   * @return whether the error contains one; otherwise the error is thrown
   */
  default boolean acceptError(String body) {
    return false;
  }

  /** Completes the events: the response has ended. */
  void complete();

  /** Returns the plural of what every response contains, such as {@code choices}. */
  String requiredContent();
}
