package org.atomicagents.docs;

import jakarta.validation.constraints.NotBlank;
import java.time.LocalDate;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;

public class FirstCheck {

  @Description("A trip")
  record Trip(@NotBlank String to, LocalDate start, LocalDate end) {}

  public static void main(String[] args) {
    // A model whose first response violates the check; a real one takes its place.
    Model model =
        ScriptedModel.answering(
                "{\"to\": \"Rome\", \"start\": \"2026-05-01\", \"end\": \"2026-04-03\"}",
                "{\"to\": \"Rome\", \"start\": \"2026-05-01\", \"end\": \"2026-05-03\"}")
            .model();
    var agent =
        AtomicAgent.builder(BasicChatInput.class, Trip.class, model)
            .check("$.end", trip -> trip.end().isAfter(trip.start()), "a date after the start")
            .build();

    var result = agent.call(new BasicChatInput("Three days in Rome, please."));

    System.out.println(result.output() + " in " + result.attempts() + " attempts");
  }
}
