package org.atomicagents.openai;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.atomicagents.internal.provider.batch.StatusFields;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A reader of the batch object: https://platform.openai.com/docs/api-reference/batch/object.
 *
 * @param batch the object
 * @param redactor removes secrets from a text
 */
record OpenAiBatchStatus(JsonNode batch, UnaryOperator<String> redactor) {
  private static final int MAX_ERRORS = 5;
  private static final int MAX_MESSAGE_LENGTH = 1_000;

  /** Returns the status. A state that this release does not know is that of a running batch. */
  BatchStatus read() {
    State state = state();
    var fields = new StatusFields(batch);
    var counts = new StatusFields(batch.path("request_counts"));
    long total = counts.count("total");
    long succeeded = counts.count("completed");
    long failed = counts.count("failed");
    if (state.isEnd()) {
      failed = Math.max(failed, total - succeeded);
    }
    return new BatchStatus(
        state,
        total,
        succeeded,
        failed,
        fields.epochTime("created_at"),
        fields.epochTime("expires_at"),
        state.isEnd() ? ended(fields) : null,
        state == State.FAILED ? message() : "");
  }

  private State state() {
    return switch (batch.path("status").asString("")) {
      case "validating" -> State.PENDING;
      case "cancelling" -> State.CANCELLING;
      case "completed" -> State.COMPLETED;
      case "cancelled" -> State.CANCELLED;
      case "expired" -> State.EXPIRED;
      case "failed" -> State.FAILED;
      default -> State.RUNNING;
    };
  }

  private static @Nullable Instant ended(StatusFields fields) {
    for (String field : List.of("completed_at", "failed_at", "expired_at", "cancelled_at")) {
      Instant time = fields.epochTime(field);
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private String message() {
    var errors = new ArrayList<String>();
    for (JsonNode error : batch.path("errors").path("data")) {
      if (errors.size() == MAX_ERRORS) {
        errors.add("…");
        break;
      }
      long line = error.path("line").asLong(0);
      String text = error.path("message").asString(error.path("code").asString(""));
      errors.add(line > 0 ? "line " + line + ": " + text : text);
    }
    String message = redactor.apply(String.join("; ", errors));
    return message.length() <= MAX_MESSAGE_LENGTH
        ? message
        : message.substring(0, MAX_MESSAGE_LENGTH) + "…";
  }
}
