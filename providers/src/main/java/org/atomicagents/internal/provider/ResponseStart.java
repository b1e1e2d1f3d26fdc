package org.atomicagents.internal.provider;

import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The first event of a response, which is emitted before those of its content.
 *
 * <p>Not thread-safe.
 */
public final class ResponseStart {
  private final String requestedModel;
  private final Map<String, List<String>> headers;
  private @Nullable String id;
  private @Nullable String model;
  private boolean isEmitted;

  /**
   * Creates an event that is not emitted yet.
   *
   * @param requestedModel the name of the model, for a response without one
   * @param headers the headers of the response
   */
  public ResponseStart(String requestedModel, Map<String, List<String>> headers) {
    this.requestedModel = requestedModel;
    this.headers = headers;
  }

  /** Reads the id of the response, which is the current value; an empty one is ignored. */
  public void readId(JsonParser json) {
    id = read(json, id);
  }

  /** Reads the name of the model, which is the current value; an empty one is ignored. */
  public void readModel(JsonParser json) {
    model = read(json, model);
  }

  // The first chunks of some services have empty texts.
  private static @Nullable String read(JsonParser json, @Nullable String known) {
    boolean isText = json.currentToken() == JsonToken.VALUE_STRING;
    return isText && !json.getString().isEmpty() ? json.getString() : known;
  }

  /** Adds the event before those of a queue; does nothing if it was emitted. */
  public void emit(Deque<ModelEvent> events) {
    if (!isEmitted) {
      isEmitted = true;
      events.addFirst(new ModelEvent.Started(id, model == null ? requestedModel : model, headers));
    }
  }
}
