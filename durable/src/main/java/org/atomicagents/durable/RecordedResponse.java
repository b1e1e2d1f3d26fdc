package org.atomicagents.durable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.price.Charge;

/**
 * The response to a request, as it is recorded: its events and its cost. Immutable.
 *
 * @param events all events of the response, in their order
 * @param charges the usage of each request that was sent for it, retries included
 * @param requestIds the provider's ids of the responses
 */
public record RecordedResponse(
    List<ModelEvent> events, List<RecordedCharge> charges, List<String> requestIds) {
  public RecordedResponse {
    events = List.copyOf(events);
    charges = List.copyOf(charges);
    requestIds = List.copyOf(requestIds);
  }

  /**
   * The usage of one request.
   *
   * @param model the name of the model to which the request was sent
   * @param time the time of the request, on which prices depend
   */
  public record RecordedCharge(String model, Usage usage, Instant time) {
    public RecordedCharge {
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(usage, "usage");
      Objects.requireNonNull(time, "time");
    }

    /** Returns the recorded form of charges, without their prices. */
    static List<RecordedCharge> of(List<Charge> charges) {
      return charges.stream()
          .map(charge -> new RecordedCharge(charge.model(), charge.usage(), charge.time()))
          .toList();
    }
  }

  /** Returns the recorded form: binary, compressed. */
  public static StepCodec<RecordedResponse> codec() {
    return ResponseCodec.INSTANCE;
  }

  /** Returns the sizes. */
  @Override
  public String toString() {
    return "RecordedResponse[" + events.size() + " events, " + charges + "]";
  }
}
