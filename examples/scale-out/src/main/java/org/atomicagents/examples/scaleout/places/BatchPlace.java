package org.atomicagents.examples.scaleout.places;

import java.util.List;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Triage;

/** The agent in a batch of one JVM. */
public final class BatchPlace implements Place {
  private final OpenedModel opened;
  private final int concurrency;

  /**
   * Creates a place.
   *
   * @param concurrency the maximum number of tickets in flight
   */
  public BatchPlace(ModelSource source, int concurrency) {
    this.opened = source.open();
    this.concurrency = concurrency;
  }

  @Override
  public String name() {
    return "batch";
  }

  @Override
  public List<Triage> triage(List<Ticket> tickets) {
    // @start region="batch"
    List<Outcome<Triage>> outcomes =
        Batch.of(TicketTriageAgent.of(opened.model())).withMaxConcurrency(concurrency).run(tickets);
    // @end
    return outcomes.stream().map(BatchPlace::output).toList();
  }

  private static Triage output(Outcome<Triage> outcome) {
    return switch (outcome) {
      case Outcome.Success<Triage> success -> success.output();
      case Outcome.Failure<Triage> failure -> throw failure.failure();
    };
  }

  @Override
  public void close() {
    opened.close();
  }
}
