package org.atomicagents.examples;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.schema.Description;

/** An agent that decides what to do next: its output is sealed, and a switch does it. */
public final class UnionOutput {
  private UnionOutput() {}

  @Description("A complaint of a customer")
  record Complaint(@NotBlank String text) {}

  @Description("What to do with a complaint")
  sealed interface Decision permits Refund, HandOver, Question {}

  @Description("Give money back, up to 50 euros")
  record Refund(@DecimalMin("0.01") @DecimalMax("50") BigDecimal euros) implements Decision {}

  enum Team {
    SHIPPING,
    @Description("Everything about money above 50 euros")
    ACCOUNTS
  }

  @Description("Let somebody else decide")
  record HandOver(Team team, @Description("What they have to know") String note)
      implements Decision {}

  @Description("Ask the customer for what is missing")
  record Question(String text) implements Decision {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var clerk = AtomicAgent.of(Complaint.class, Decision.class, chosen.model());

      for (String text : List.of("The lamp came broken!", "Where is my order 4711?")) {
        System.out.println(text + " -> " + act(clerk.run(new Complaint(text))));
      }
    }
  }

  // The compiler knows all cases: one that is added later can't be forgotten here.
  private static String act(Decision decision) {
    return switch (decision) {
      case Refund(BigDecimal euros) -> "paid %s euros".formatted(euros.toPlainString());
      case HandOver(Team team, String note) -> "told %s: %s".formatted(team, note);
      case Question(String text) -> "asked: " + text;
    };
  }
}
