package org.atomicagents.openai;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.internal.provider.batch.ItemReader;
import org.atomicagents.internal.provider.batch.ItemReader.Item;
import org.atomicagents.internal.provider.batch.ResultEnvelope;
import org.atomicagents.internal.provider.batch.ResultEnvelope.Range;
import org.atomicagents.internal.provider.batch.ResultFormat;
import org.atomicagents.model.batch.BatchResult;
import tools.jackson.databind.JsonNode;

/**
 * The output and error files of OpenAI's batches.
 *
 * <p>Source: https://platform.openai.com/docs/api-reference/batch/request-output.
 */
record OpenAiBatchResults(ItemReader items, BatchEndpoint protocol, String model, String provider)
    implements ResultFormat {
  private static final String STATUS = "response.status_code";
  private static final String REQUEST_ID = "response.request_id";
  private static final String BODY = "response.body";
  private static final String ERROR = "error";

  @Override
  public Set<String> fields() {
    return Set.of("custom_id", STATUS, REQUEST_ID, BODY, ERROR);
  }

  @Override
  public String id(ResultEnvelope envelope) {
    return envelope.text("custom_id");
  }

  @Override
  public BatchResult read(String id, ResultEnvelope envelope) {
    String requestId = envelope.text(REQUEST_ID);
    var item = new Item(id, status(envelope.text(STATUS)), requestId);
    Range body = envelope.object(BODY);
    boolean isError = item.status() != 0 && item.status() / 100 != 2;
    if (body != null && !isError) {
      return items.response(item, parser(requestId), envelope, body);
    }
    String error = envelope.objectText(ERROR);
    if (isError) {
      String text = envelope.objectText(BODY);
      return items.error(item, parser(requestId), text == null ? envelope.text(BODY) : text);
    }
    return error == null ? items.missing(item) : readError(item, error);
  }

  private BatchResult readError(Item item, String error) {
    JsonNode fields = ResultEnvelope.parse(error);
    String detail = fields.path("message").asString("");
    return switch (fields.path("code").asString("")) {
      case "batch_expired" -> items.unprocessed(item.id(), Reason.EXPIRED, detail);
      case "batch_cancelled" -> items.unprocessed(item.id(), Reason.CANCELLED, detail);
      default -> items.error(item, parser(item.requestId()), "{\"error\":" + error + "}");
    };
  }

  private static int status(String text) {
    // Statuses have three digits; other texts are not statuses.
    return text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(text)
        : 0;
  }

  private ResponseParser parser(String requestId) {
    Map<String, List<String>> headers =
        requestId.isEmpty() ? Map.of() : Map.of("x-request-id", List.of(requestId));
    return switch (protocol) {
      case CHAT -> new ChatResponseReader(provider, model, headers, true);
      case RESPONSES -> new ResponsesReader(provider, model, headers, false, true);
    };
  }
}
