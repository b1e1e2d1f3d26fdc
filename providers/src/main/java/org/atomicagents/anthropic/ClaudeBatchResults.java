package org.atomicagents.anthropic;

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
 * The results of the Message Batches API.
 *
 * <p>Source: https://platform.claude.com/docs/en/api/messages/batches/results.
 */
record ClaudeBatchResults(ItemReader items, String model) implements ResultFormat {
  private static final String TYPE = "result.type";
  private static final String MESSAGE = "result.message";
  private static final String ERROR = "result.error";

  /** The status of each type of error: https://platform.claude.com/docs/en/api/errors. */
  private static final Map<String, Integer> STATUSES =
      Map.of(
          "invalid_request_error", 400,
          "authentication_error", 401,
          "billing_error", 402,
          "permission_error", 403,
          "not_found_error", 404,
          "request_too_large", 413,
          "rate_limit_error", 429,
          "api_error", 500,
          "timeout_error", 504,
          "overloaded_error", 529);

  @Override
  public Set<String> fields() {
    return Set.of("custom_id", TYPE, MESSAGE, ERROR);
  }

  @Override
  public String id(ResultEnvelope envelope) {
    return envelope.text("custom_id");
  }

  @Override
  public BatchResult read(String id, ResultEnvelope envelope) {
    Range message = envelope.object(MESSAGE);
    String error = envelope.objectText(ERROR);
    return switch (envelope.text(TYPE)) {
      case "expired" -> items.unprocessed(id, Reason.EXPIRED, "");
      case "canceled" -> items.unprocessed(id, Reason.CANCELLED, "");
      case "succeeded" ->
          message == null
              ? items.missing(Item.of(id))
              : items.response(Item.of(id), parser(), envelope, message);
      default -> error == null ? items.missing(Item.of(id)) : readError(id, error);
    };
  }

  private BatchResult readError(String id, String error) {
    JsonNode body = ResultEnvelope.parse(error);
    JsonNode fields = body.path("error").isObject() ? body.path("error") : body;
    int status = STATUSES.getOrDefault(fields.path("type").asString(""), 0);
    var item = new Item(id, status, body.path("request_id").asString(""));
    return items.error(item, parser(), error);
  }

  private MessagesReader parser() {
    return new MessagesReader(model, Map.of());
  }
}
