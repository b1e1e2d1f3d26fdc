package org.atomicagents.telemetry;

import java.util.Objects;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;

/**
 * A request that is sent to a provider.
 *
 * @param number the number of the request in its run, from 1; the runs of stages and steps inside
 *     of a run have numbers of their own
 * @param model the model that sends the request
 */
public record RequestDescription(int number, Model model, ModelRequest request) {
  public RequestDescription {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(request, "request");
  }

  /** Returns the short name of the provider, as in {@code openai}. */
  public String provider() {
    return model.client().provider();
  }
}
