package org.atomicagents.examples.scaleout.places;

import java.util.List;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Triage;

/** A place in which the agent runs. */
public interface Place extends AutoCloseable {

  /** Returns the name of the place. */
  String name();

  /** Returns the output for each ticket, in their order. */
  List<Triage> triage(List<Ticket> tickets) throws Exception;

  @Override
  void close();
}
