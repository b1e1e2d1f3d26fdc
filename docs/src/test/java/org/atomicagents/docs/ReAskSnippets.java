package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunResult;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class ReAskSnippets {
  @Test
  void checks() {
    Model model =
        ScriptedModel.answering(
                "{\"start\":\"2026-05-01\",\"end\":\"2026-04-03\",\"to\":\"Rome\"}",
                "{\"value_1\":\"2026-05-03\"}")
            .model();
    // @start region="checks"
    var planner =
        AtomicAgent.builder(BasicChatInput.class, Trip.class, model)
            .check("$.end", trip -> trip.end().isAfter(trip.start()), "a date after the start")
            .reAsk(ReAskScope.PART)
            .build();
    // @end
    RunResult<Trip> result = planner.call(new BasicChatInput("to Rome, please"));

    assertThat(result.output())
        .isEqualTo(new Trip(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 3), "Rome"));
    assertThat(result.attempts()).isEqualTo(2);
  }

  @Description("A trip")
  record Trip(LocalDate start, LocalDate end, String to) {}
}
