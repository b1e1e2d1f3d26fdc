package org.atomicagents.testing.internal.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The responses in the background: a new one is queued, in progress at the first request for it,
 * and complete at the next one.
 */
final class BackgroundResponses {
  private static final int MAX_RESPONSES = 10_000;
  private static final String CANCEL = "/cancel";

  private final Map<String, Progress> responses =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Progress> eldest) {
              return size() > MAX_RESPONSES;
            }
          });

  /**
   * The progress of a response.
   *
   * @param status the status at the next request; {@code completed} for the complete response
   */
  private record Progress(GeneratedResponse response, String status) {}

  SimulatedResponse create(GeneratedResponse response) {
    ObjectNode queued = response.envelope("queued").put("background", true);
    responses.put(queued.get("id").stringValue(), new Progress(response, "in_progress"));
    return SimulatedResponse.CompleteBody.json(200, queued);
  }

  /** Responds to a request for a path such as {@code resp_1} or {@code resp_1/cancel}. */
  SimulatedResponse respond(String method, String path) {
    boolean isCancel = path.endsWith(CANCEL);
    String id = isCancel ? path.substring(0, path.length() - CANCEL.length()) : path;
    if (!method.equals(isCancel ? "POST" : "GET")) {
      throw ApiError.unsupportedMethod(isCancel ? "POST" : "GET");
    }
    Progress progress = responses.get(id);
    if (progress == null) {
      throw ApiError.unknownResponse(id);
    }
    String status = isCancel ? "cancelled" : progress.status();
    String next = status.equals("in_progress") ? "completed" : status;
    responses.put(id, new Progress(progress.response(), next));
    ObjectNode body =
        status.equals("completed")
            ? progress.response().complete()
            : progress.response().envelope(status);
    return SimulatedResponse.CompleteBody.json(200, body.put("background", true));
  }
}
