package org.atomicagents.internal.provider.batch;

import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.provider.CompleteResponse;
import org.atomicagents.internal.provider.FailureFactory;
import org.atomicagents.internal.provider.ItemErrors;
import org.atomicagents.internal.provider.ResponseParser;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchResult;

/**
 * A reader of the responses and errors in the results of a batch.
 *
 * <p>Thread-safe.
 *
 * @param batch the batch, for messages
 */
public record ItemReader(BatchHandle batch, ItemErrors errors) {

  /**
   * The HTTP response to one request of a batch.
   *
   * @param id the id of the request
   * @param status the HTTP status; 0 if it is not known
   * @param requestId the provider's id of the request; empty if it is not known
   */
  public record Item(String id, int status, String requestId) {

    /** Returns an item without a known HTTP response. */
    public static Item of(String id) {
      return new Item(id, 0, "");
    }
  }

  /** Returns the result that contains a response, in a range of the bytes of an envelope. */
  public BatchResult response(
      Item item, ResponseParser parser, ResultEnvelope envelope, ResultEnvelope.Range range) {
    try {
      new CompleteResponse(parser, failures(item))
          .read(envelope.bytes(), range.start(), range.end());
    } catch (AgentException e) {
      return new BatchResult.Failed(item.id(), e);
    }
    return new BatchResult.Succeeded(item.id(), List.copyOf(parser.events()));
  }

  /** Returns the result that contains an error, as the body of an error response. */
  public BatchResult error(Item item, ResponseParser parser, String body) {
    if (parser.acceptError(body)) {
      parser.complete();
      return new BatchResult.Succeeded(item.id(), List.copyOf(parser.events()));
    }
    return new BatchResult.Failed(item.id(), failures(item).ofErrorInBody(body));
  }

  /** Returns the result of a request that the provider has not processed. */
  public BatchResult unprocessed(String id, Reason reason, String detail) {
    return new BatchResult.Failed(
        id, BatchItemException.of(reason, "Request " + id + " of batch " + batch, detail));
  }

  /** Returns the result of a request whose envelope has neither a response nor an error. */
  public BatchResult missing(Item item) {
    return new BatchResult.Failed(
        item.id(),
        failures(item).unexpected("a result without a response or an error", Stage.PROTOCOL));
  }

  private FailureFactory failures(Item item) {
    return errors.of(
        "request " + item.id() + " of batch " + batch, item.status(), item.requestId());
  }
}
