package org.atomicagents.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/** Requests, runs and models of tests of usage limits. */
final class UsageRuns {
  /** A request of 10 estimated input tokens and at most 20 output tokens. */
  static final ModelRequest REQUEST =
      ModelRequest.of("m", List.of(Message.user("x".repeat(40))))
          .withSampling(Sampling.defaults().withMaxTokens(20));

  /** Prices of 1 dollar per input token, and 2 dollars per output token. */
  static final Prices PRICES =
      Prices.ofDollars(TokenRates.of(new BigDecimal("1000000"), new BigDecimal("2000000")));

  private UsageRuns() {}

  static RunContext run(TimeSource time) {
    return run(time, Listeners.none());
  }

  static RunContext run(TimeSource time, Listeners listeners) {
    return run(time, listeners, Deadline.none());
  }

  static RunContext run(TimeSource time, Listeners listeners, Deadline deadline) {
    return new RunContext(
        "triage",
        deadline,
        Budget.unlimited(),
        Integer.MAX_VALUE,
        listeners,
        new Timings.Recorder(time));
  }

  /** Returns listeners that add all events to a list. */
  static Listeners recording(List<AgentEvent> events) {
    return Listeners.of(events::add);
  }

  /** Returns a model that responds to each request with eight characters and a usage. */
  static Model responding(long inputTokens, long outputTokens) {
    return responding(Usage.of(inputTokens, outputTokens));
  }

  static Model responding(Usage usage) {
    return model((request, context) -> response(usage));
  }

  static Model model(ModelClient client) {
    return Model.of(client, "m");
  }

  static Model priced(Model model, Prices prices) {
    return model.withCatalog(
        ModelCatalog.of(
            List.of(ModelProfile.ofPrices(model.client().provider(), model.name(), prices))));
  }

  static ModelExchange response(Usage usage) {
    return ModelExchange.of(
        new ModelEvent.Started("id", "m", Map.of()),
        new ModelEvent.TextDelta("12345678"),
        new ModelEvent.UsageReport(usage),
        new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  /** Returns an exchange that fails after some events. */
  static ModelExchange failing(List<ModelEvent> events, RuntimeException failure) {
    Iterator<ModelEvent> received = events.iterator();
    return new ModelExchange() {
      @Override
      public Iterator<ModelEvent> iterator() {
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            if (!received.hasNext()) {
              throw failure;
            }
            return true;
          }

          @Override
          public ModelEvent next() {
            return received.next();
          }
        };
      }

      @Override
      public void close() {}
    };
  }

  /** Sends a request and reads its response completely. */
  static List<ModelEvent> send(Model model, RunContext run) {
    return send(model, REQUEST, run);
  }

  static List<ModelEvent> send(Model model, ModelRequest request, RunContext run) {
    var events = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = model.open(request, run)) {
      exchange.forEach(events::add);
    }
    return events;
  }
}
