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

/** A letter in, a ticket out: nested records, an enum, an optional part and constraints. */
public final class TypedAgent {
  private TypedAgent() {}

  @Description("A letter from a customer")
  record Letter(@NotBlank @Description("The letter as it came") String text) {}

  enum Priority {
    LOW,
    NORMAL,
    @Description("Somebody can't work")
    URGENT
  }

  @Description("One thing that the customer asks for")
  record Wish(
      @Description("What is wanted, in one sentence") @Size(min = 1, max = 200) String what,
      @Description("The order it is about") Optional<String> orderNumber) {}

  @Description("A ticket for the support team")
  record Ticket(
      @Description("A headline") @Size(min = 3, max = 80) String title,
      Priority priority,
      @Description("From 0 (furious) to 1 (delighted)") @DecimalMin("0") @DecimalMax("1")
          double mood,
      @Size(min = 1, max = 3) List<Wish> wishes) {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var agent = AtomicAgent.of(Letter.class, Ticket.class, chosen.model());
      var reply = agent.call(new Letter("My order 4711 came broken. I need a new lamp by Friday!"));

      Ticket ticket = reply.output();
      System.out.printf("%s [%s, mood %.2f]%n", ticket.title(), ticket.priority(), ticket.mood());
      for (Wish wish : ticket.wishes()) {
        System.out.printf("- %s (order %s)%n", wish.what(), wish.orderNumber().orElse("unknown"));
      }
      System.out.printf(
          "%d attempt(s), %d tokens, mended: %s%n",
          reply.attempts(),
          reply.usage().totalTokens(),
          reply.repairs().stream().map(Repair::kind).toList());
    }
  }
}
