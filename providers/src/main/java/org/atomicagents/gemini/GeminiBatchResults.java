package org.atomicagents.gemini;

import java.util.Map;
import java.util.Set;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.internal.provider.batch.ItemReader;
import org.atomicagents.internal.provider.batch.ItemReader.Item;
import org.atomicagents.internal.provider.batch.ResultEnvelope;
import org.atomicagents.internal.provider.batch.ResultEnvelope.Range;
import org.atomicagents.internal.provider.batch.ResultFormat;
import org.atomicagents.model.batch.BatchResult;
import tools.jackson.databind.JsonNode;

/**
 * The results of a batch in a file, or inline: a response or an error for each key.
 *
 * <p>Source: https://ai.google.dev/gemini-api/docs/batch-api.
 */
record GeminiBatchResults(ItemReader items, String model) implements ResultFormat {
  private static final String RESPONSE = "response";
  private static final String ERROR = "error";

  /** The status of each code: https://cloud.google.com/apis/design/errors#error_model. */
  private static final Map<Integer, Integer> STATUSES =
      Map.of(3, 400, 4, 504, 5, 404, 7, 403, 8, 429, 9, 400, 13, 500, 14, 503, 16, 401);

  private static final int CANCELLED = 1;

  @Override
  public Set<String> fields() {
    return Set.of("key", "metadata.key", RESPONSE, ERROR);
  }

  @Override
  public String id(ResultEnvelope envelope) {
    String key = envelope.text("key");
    return key.isEmpty() ? envelope.text("metadata.key") : key;
  }

  @Override
  public BatchResult read(String id, ResultEnvelope envelope) {
    Range response = envelope.object(RESPONSE);
    String error = envelope.objectText(ERROR);
    if (error != null) {
      return readError(id, error);
    }
    return response == null
        ? items.unprocessed(id, Reason.MISSING, "")
        : items.response(Item.of(id), parser(), envelope, response);
  }

  private BatchResult readError(String id, String error) {
    JsonNode fields = ResultEnvelope.parse(error);
    int code = fields.path("code").asInt(0);
    if (code == CANCELLED) {
      return items.unprocessed(id, Reason.CANCELLED, fields.path("message").asString(""));
    }
    var item = new Item(id, STATUSES.getOrDefault(code, code >= 400 && code < 600 ? code : 0), "");
    return items.error(item, parser(), "{\"error\":" + error + "}");
  }

  private GenerateContentReader parser() {
    return new GenerateContentReader(model, Map.of());
  }
}
