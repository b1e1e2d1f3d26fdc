package org.atomicagents.docs;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class TicketTriage {

  enum Priority {
    LOW,
    NORMAL,
    HIGH
  }

  @Description("A ticket from a customer")
  record Ticket(@NotBlank String text) {}

  @Description("The triage of a ticket")
  record Triage(
      @Description("What the ticket is about, in one sentence") @NotBlank String summary,
      Priority priority,
      @Description("Keywords for the search") @Size(max = 3) List<String> labels) {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(Ticket.class, Triage.class, openAi.model("gpt-5-mini"));

      Triage triage = agent.run(new Ticket("I cannot log in since this morning."));

      System.out.println(triage.priority() + ": " + triage.summary());
    }
  }
}
