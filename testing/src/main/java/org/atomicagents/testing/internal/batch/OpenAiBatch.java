package org.atomicagents.testing.internal.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.atomicagents.testing.internal.server.OpenAiErrors;
import org.atomicagents.testing.internal.server.ServerJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A batch of OpenAI, as JSON.
 *
 * @param request the request that created the batch
 * @param invalid the errors of the input file; a batch with errors fails
 * @param files stores the output files
 */
record OpenAiBatch(
    SimulatedBatch batch, JsonNode request, List<LineError> invalid, OutputFiles files) {

  /** An error in a line of the input file, numbered from 1. */
  record LineError(String code, String message, int line) {}

  /** The ids of the output files; created once, at the end. */
  static final class OutputFiles {
    private @Nullable String output;
    private @Nullable String errors;
    private boolean isWritten;
  }

  /** Returns the items of an input file; adds the errors of its lines. */
  static List<SubmittedItem> items(String content, String endpoint, List<LineError> errors) {
    var items = new ArrayList<SubmittedItem>();
    var keys = new HashSet<String>();
    int number = 0;
    for (String line : (Iterable<String>) content.lines()::iterator) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      JsonNode item = read(line);
      String key = item.path("custom_id").asString("");
      if (!item.isObject()) {
        errors.add(
            new LineError(
                "invalid_json_line", "This line is not parseable as valid JSON.", number));
      } else if (key.isEmpty()) {
        errors.add(
            new LineError(
                "missing_required_parameter", "Missing required parameter: 'custom_id'.", number));
      } else if (!keys.add(key)) {
        errors.add(
            new LineError(
                "duplicate_custom_id",
                "The custom_id '" + key + "' appears more than once.",
                number));
      } else if (!item.path("method").asString("").equals("POST")) {
        errors.add(new LineError("invalid_method", "Invalid method: expected 'POST'.", number));
      } else if (!item.path("url").asString("").equals(endpoint)) {
        errors.add(
            new LineError(
                "mismatched_endpoint",
                "The url does not match the endpoint '" + endpoint + "' of the batch.",
                number));
      } else {
        items.add(new SubmittedItem(key, item.path("body")));
      }
    }
    if (number == 0) {
      errors.add(new LineError("empty_file", "The input file is empty.", 1));
    }
    return items;
  }

  private static JsonNode read(String line) {
    try {
      return ServerJson.read(line);
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  String status(SimulatedBatch.Phase phase) {
    if (!invalid.isEmpty() && phase != SimulatedBatch.Phase.CREATED) {
      return "failed";
    }
    return switch (phase) {
      case CREATED -> "validating";
      case RUNNING -> "in_progress";
      case FINALIZING -> "finalizing";
      case COMPLETED -> "completed";
      case EXPIRED -> "expired";
      case CANCELING -> "cancelling";
      case CANCELED -> "cancelled";
      case FAILED -> "failed";
    };
  }

  ObjectNode json(SimulatedBatch.Phase phase, OpenAiFiles store) {
    String status = status(phase);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", batch.id())
            .put("object", "batch")
            .put("endpoint", request.path("endpoint").asString(""));
    json.set("errors", status.equals("failed") ? errors() : json.nullNode());
    json.set("input_file_id", request.path("input_file_id"));
    json.put("completion_window", "24h").put("status", status);
    if (phase.isEnd() && !status.equals("failed")) {
      write(store);
    }
    json.put("output_file_id", files.output).put("error_file_id", files.errors);
    json.put("created_at", batch.created().getEpochSecond());
    json.put("expires_at", batch.expires().getEpochSecond());
    addTimes(json, status);
    json.putObject("request_counts")
        .put("total", batch.items().size())
        .put(
            "completed",
            phase.isEnd() ? batch.count(ItemOutcome.Responded.class) : batch.processedCount())
        .put("failed", batch.count(ItemOutcome.Rejected.class));
    json.set("metadata", request.has("metadata") ? request.get("metadata") : json.nullNode());
    return json;
  }

  private void addTimes(ObjectNode json, String status) {
    Long started = status.equals("validating") ? null : (Long) batch.created().getEpochSecond();
    Long end =
        seconds(batch.ended() == null && status.equals("failed") ? batch.created() : batch.ended());
    json.put("in_progress_at", started);
    json.put("finalizing_at", status.equals("finalizing") ? started : end);
    Map<String, String> names =
        Map.of(
            "completed", "completed_at",
            "failed", "failed_at",
            "expired", "expired_at",
            "cancelled", "cancelled_at");
    names.forEach((name, field) -> json.put(field, status.equals(name) ? end : null));
    json.put("cancelling_at", seconds(batch.canceled()));
  }

  private static @Nullable Long seconds(@Nullable Instant instant) {
    return instant == null ? null : (Long) instant.getEpochSecond();
  }

  private ObjectNode errors() {
    ObjectNode errors = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = errors.putArray("data");
    for (LineError error : invalid) {
      data.addObject()
          .put("code", error.code())
          .put("message", error.message())
          .putNull("param")
          .put("line", error.line());
    }
    String failure = batch.failure();
    if (failure != null) {
      data.addObject()
          .put("code", "server_error")
          .put("message", failure)
          .putNull("param")
          .putNull("line");
    }
    return errors;
  }

  private void write(OpenAiFiles store) {
    synchronized (files) {
      if (files.isWritten) {
        return;
      }
      files.isWritten = true;
      var output = new StringBuilder();
      var errors = new StringBuilder();
      for (int i : ResultOrder.of(batch.id(), batch.items().size())) {
        boolean isOutput = batch.outcomes().get(i) instanceof ItemOutcome.Responded;
        (isOutput ? output : errors).append(ServerJson.text(line(i))).append('\n');
      }
      files.output = store(store, "output", output);
      files.errors = store(store, "error", errors);
    }
  }

  private @Nullable String store(OpenAiFiles store, String kind, StringBuilder content) {
    return content.isEmpty()
        ? null
        : store.store(batch.id() + "_" + kind + ".jsonl", "batch_output", content.toString()).id();
  }

  private ObjectNode line(int index) {
    ObjectNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "batch_req_" + batch.id() + "_" + index)
            .put("custom_id", batch.items().get(index).key());
    switch (batch.outcomes().get(index)) {
      case ItemOutcome.Responded responded ->
          addResponse(line, index, 200, ServerJson.read(responded.body()));
      case ItemOutcome.Rejected rejected ->
          addResponse(line, index, rejected.error().status(), OpenAiErrors.body(rejected.error()));
      case ItemOutcome.Unprocessed unprocessed -> {
        boolean isExpired = unprocessed == ItemOutcome.Unprocessed.EXPIRED;
        line.putNull("response");
        line.putObject("error")
            .put("code", isExpired ? "batch_expired" : "batch_cancelled")
            .put(
                "message",
                isExpired
                    ? "This request could not be executed before the completion window expired."
                    : "This request was not executed, because the batch was cancelled.");
      }
    }
    return line;
  }

  private static void addResponse(ObjectNode line, int index, int status, JsonNode body) {
    line.putObject("response")
        .put("status_code", status)
        .put("request_id", "req_batch_" + index)
        .set("body", body);
    line.putNull("error");
  }
}
