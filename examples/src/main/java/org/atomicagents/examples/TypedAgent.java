package org.atomicagents.examples;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.message.Repair;
import org.atomicagents.schema.Description;

/**
 * Converts a letter to a ticket: nested records, an enum, an optional component and constraints.
 */
public final class TypedAgent {
  private TypedAgent() {}

  @Description("A letter from a customer")
  record Letter(@NotBlank @Description("The text of the letter") String text) {}

  enum Priority {
    LOW,
    NORMAL,
    @Description("Work is blocked")
    URGENT
  }

  @Description("One request of the customer")
  record Wish(
      @Description("The request, in one sentence") @Size(min = 1, max = 200) String request,
      @Description("The number of the affected order") Optional<String> orderNumber) {}

  @Description("A ticket for the support team")
  record Ticket(
      @Description("A headline") @Size(min = 3, max = 80) String title,
      Priority priority,
      @Description("From 0 (furious) to 1 (delighted)") @DecimalMin("0") @DecimalMax("1")
          double mood,
      @Size(min = 1, max = 3) List<Wish> wishes) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent = AtomicAgent.of(Letter.class, Ticket.class, example.model());
      var result =
          agent.call(new Letter("My order 4711 came broken. I need a new lamp by Friday!"));

      Ticket ticket = result.output();
      System.out.printf("%s [%s, mood %.2f]%n", ticket.title(), ticket.priority(), ticket.mood());
      for (Wish wish : ticket.wishes()) {
        System.out.printf(
            "- %s (order %s)%n", wish.request(), wish.orderNumber().orElse("unknown"));
      }
      System.out.printf(
          "%d attempt(s), %d tokens, repaired: %s%n",
          result.attempts(),
          result.usage().totalTokens(),
          result.repairs().stream().map(Repair::kind).toList());
    }
  }
}
