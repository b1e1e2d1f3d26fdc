package org.atomicagents.examples;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.schema.Description;

/**
 * An agent that selects an action: its output is a sealed type, and a switch executes the action.
 */
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

  @Description("Hand the complaint over to another team")
  record HandOver(Team team, @Description("A note for the team") String note) implements Decision {}

  @Description("Ask the customer for missing information")
  record Question(String text) implements Decision {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var clerk = AtomicAgent.of(Complaint.class, Decision.class, example.model());

      for (String text : List.of("The lamp came broken!", "Where is my order 4711?")) {
        System.out.println(text + " -> " + act(clerk.run(new Complaint(text))));
      }
    }
  }

  // The compiler checks that the switch covers all cases.
  private static String act(Decision decision) {
    return switch (decision) {
      case Refund(BigDecimal euros) -> "paid %s euros".formatted(euros.toPlainString());
      case HandOver(Team team, String note) -> "handed over to %s: %s".formatted(team, note);
      case Question(String text) -> "asked: " + text;
    };
  }
}
