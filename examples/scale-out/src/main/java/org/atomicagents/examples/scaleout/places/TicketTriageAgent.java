package org.atomicagents.examples.scaleout.places;

import jakarta.validation.constraints.NotBlank;
import org.atomicagents.AtomicAgent;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;

/** The agent that runs in all places: it sorts tickets of customers. */
public final class TicketTriageAgent {
  private TicketTriageAgent() {}

  // @start region="agent"
  @Description("A ticket of a customer")
  public record Ticket(@Description("The number of the ticket") long id, String text) {}

  @Description("The triage of a ticket")
  public record Triage(
      @Description("How soon a person has to look at it") Urgency urgency,
      @Description("One sentence for the person") @NotBlank String summary) {}

  public enum Urgency {
    LOW,
    NORMAL,
    HIGH
  }

  /** Returns the agent with a model; the same in all places. */
  public static AtomicAgent<Ticket, Triage> of(Model model) {
    return AtomicAgent.builder(Ticket.class, Triage.class, model)
        .name("triage")
        .systemPrompt(SystemPrompt.text("You sort the tickets of a shop."))
        .build();
  }
  // @end
}
