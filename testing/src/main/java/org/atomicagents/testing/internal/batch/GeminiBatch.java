package org.atomicagents.testing.internal.batch;

import java.time.Instant;
import org.atomicagents.testing.internal.batch.SimulatedBatch.Phase;
import org.atomicagents.testing.internal.gemini.GoogleErrors;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.ServerJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A batch of Gemini, as the JSON of a long-running operation.
 *
 * @param output the output file; null for inline requests
 */
record GeminiBatch(
    SimulatedBatch batch, String model, String displayName, @Nullable OutputFile output) {
  /** The output file of a batch; stored at the first request after its end. */
  static final class OutputFile {
    private final GeminiFiles files;
    private @Nullable String name;

    OutputFile(GeminiFiles files) {
      this.files = files;
    }

    private synchronized String name(GeminiBatch batch) {
      String stored = name;
      if (stored == null) {
        stored = files.store("", "application/jsonl", batch.lines()).name();
        name = stored;
      }
      return stored;
    }
  }

  private static final String TYPE =
      "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch";
  private static final int CANCELLED = 499;
  private static final int DEADLINE_EXCEEDED = 504;

  /** Returns the operation; it has results at the end of a batch that was not stopped. */
  ObjectNode operation(Phase phase) {
    ObjectNode operation = JsonNodeFactory.instance.objectNode().put("name", batch.id());
    operation.set("metadata", metadata(phase));
    if (!phase.isEnd()) {
      return operation;
    }
    operation.put("done", true);
    switch (phase) {
      case COMPLETED -> {
        ObjectNode result = operation.putObject("response");
        result.put("@type", TYPE.replace("GenerateContentBatch", "GenerateContentBatchOutput"));
        if (output == null) {
          result.putObject("inlinedResponses").set("inlinedResponses", responses());
        } else {
          result.put("responsesFile", output.name(this));
        }
      }
      case CANCELED -> operation.set("error", error(ErrorDetails.of(CANCELLED, "CANCELLED")));
      case EXPIRED ->
          operation.set(
              "error",
              error(ErrorDetails.of(DEADLINE_EXCEEDED, "The batch expired before its end.")));
      default -> operation.set("error", error(ErrorDetails.of(500, "" + batch.failure())));
    }
    return operation;
  }

  private ObjectNode metadata(Phase phase) {
    ObjectNode metadata =
        JsonNodeFactory.instance
            .objectNode()
            .put("@type", TYPE)
            .put("model", "models/" + model)
            .put("displayName", displayName)
            .put("createTime", batch.created().toString());
    Instant ended = batch.ended();
    if (ended != null) {
      metadata.put("endTime", ended.toString());
    }
    metadata.put("updateTime", (ended == null ? batch.created() : ended).toString());
    addStats(metadata.putObject("batchStats"), phase);
    return metadata.put("state", state(phase)).put("name", batch.id());
  }

  // Google's JSON has 64-bit numbers as texts, and no zeros.
  private void addStats(ObjectNode stats, Phase phase) {
    int items = batch.items().size();
    int succeeded =
        phase.isEnd() ? batch.count(ItemOutcome.Responded.class) : batch.processedCount();
    int failed = phase.isEnd() ? batch.count(ItemOutcome.Rejected.class) : 0;
    int pending = items - succeeded - failed;
    stats.put("requestCount", Integer.toString(items));
    if (succeeded > 0) {
      stats.put("successfulRequestCount", Integer.toString(succeeded));
    }
    if (failed > 0) {
      stats.put("failedRequestCount", Integer.toString(failed));
    }
    if (pending > 0) {
      stats.put("pendingRequestCount", Integer.toString(pending));
    }
  }

  private static String state(Phase phase) {
    String state =
        switch (phase) {
          case CREATED -> "PENDING";
          // Google has no such state of its own.
          case RUNNING, FINALIZING, CANCELING -> "RUNNING";
          case COMPLETED -> "SUCCEEDED";
          case EXPIRED -> "EXPIRED";
          case CANCELED -> "CANCELLED";
          case FAILED -> "FAILED";
        };
    return "BATCH_STATE_" + state;
  }

  /** Returns the responses in the order of the requests. */
  private ArrayNode responses() {
    ArrayNode responses = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < batch.items().size(); i++) {
      ObjectNode item = responses.addObject();
      addOutcome(item, batch.outcomes().get(i));
      String metadata = batch.items().get(i).key();
      if (!metadata.isEmpty()) {
        item.set("metadata", ServerJson.read(metadata));
      }
    }
    return responses;
  }

  private String lines() {
    var lines = new StringBuilder();
    for (int i = 0; i < batch.items().size(); i++) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("key", batch.items().get(i).key());
      addOutcome(line, batch.outcomes().get(i));
      lines.append(ServerJson.text(line)).append('\n');
    }
    return lines.toString();
  }

  private static void addOutcome(ObjectNode item, ItemOutcome outcome) {
    switch (outcome) {
      case ItemOutcome.Responded responded ->
          item.set("response", ServerJson.read(responded.body()));
      case ItemOutcome.Rejected rejected -> item.set("error", error(rejected.error()));
      case ItemOutcome.Unprocessed unprocessed -> {}
    }
  }

  /** Returns an error as {@code google.rpc.Status}, with the code of gRPC. */
  private static ObjectNode error(ErrorDetails error) {
    int code =
        switch (error.status()) {
          case 401 -> 16;
          case 403 -> 7;
          case 404 -> 5;
          case 429 -> 8;
          case CANCELLED -> 1;
          case 503 -> 14;
          case DEADLINE_EXCEEDED -> 4;
          default -> error.status() < 500 ? 3 : 13;
        };
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", code)
        .put("message", GoogleErrors.body(error).at("/error/message").stringValue());
  }
}
