package org.atomicagents.gemini;

import java.util.function.UnaryOperator;
import org.atomicagents.internal.provider.batch.StatusFields;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import tools.jackson.databind.JsonNode;

/**
 * A reader of the operation that represents a batch.
 *
 * <p>Source: https://ai.google.dev/api/batch-api#GenerateContentBatch.
 *
 * @param redactor removes secrets from a text
 */
record GeminiBatchStatus(JsonNode operation, UnaryOperator<String> redactor) {
  private static final int CANCELLED = 1;
  private static final int MAX_MESSAGE_LENGTH = 1_000;

  /** Returns the status. A state that this release does not know is that of a running batch. */
  BatchStatus read() {
    var fields = new StatusFields(operation.path("metadata"));
    var counts = new StatusFields(fields.object().path("batchStats"));
    State state = state(fields.text("state"));
    long total = counts.count("requestCount");
    long succeeded = counts.count("successfulRequestCount");
    long failed = counts.count("failedRequestCount");
    if (state.isEnd()) {
      failed = Math.max(failed, total - succeeded);
    }
    return new BatchStatus(
        state,
        total,
        succeeded,
        failed,
        fields.time("createTime"),
        null,
        state.isEnd() ? fields.time("endTime") : null,
        state == State.FAILED ? message() : "");
  }

  /** Returns the state; the SDKs name it {@code JOB_STATE_...}, the API {@code BATCH_STATE_...}. */
  private State state(String text) {
    return switch (text.replaceFirst("^(JOB|BATCH)_STATE_", "")) {
      case "PENDING", "QUEUED" -> State.PENDING;
      case "RUNNING" -> State.RUNNING;
      case "CANCELLING" -> State.CANCELLING;
      case "SUCCEEDED", "PARTIALLY_SUCCEEDED" -> State.COMPLETED;
      case "FAILED" -> State.FAILED;
      case "CANCELLED" -> State.CANCELLED;
      case "EXPIRED" -> State.EXPIRED;
      default -> stateOfOperation();
    };
  }

  private State stateOfOperation() {
    if (!operation.path("done").asBoolean(false)) {
      return State.RUNNING;
    }
    JsonNode error = operation.path("error");
    if (!error.isObject()) {
      return State.COMPLETED;
    }
    return error.path("code").asInt(0) == CANCELLED ? State.CANCELLED : State.FAILED;
  }

  private String message() {
    String message = redactor.apply(operation.path("error").path("message").asString(""));
    return message.length() <= MAX_MESSAGE_LENGTH
        ? message
        : message.substring(0, MAX_MESSAGE_LENGTH) + "…";
  }
}
