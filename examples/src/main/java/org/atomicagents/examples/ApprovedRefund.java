package org.atomicagents.examples;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import org.atomicagents.AtomicAgent;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.Completed;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.Suspended;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopResult;

/**
 * A tool loop that pays refunds only after a person has approved them. Until then, its state is a
 * JSON text, from which any process could resume it.
 */
public final class ApprovedRefund {
  private ApprovedRefund() {}

  @Description("A complaint of a customer")
  record Complaint(String text) {}

  @Description("A friendly answer to the customer")
  record Answer(String text) {}

  @Description("The number of an order whose details are needed")
  record OrderNumber(String number) {}

  @Description("The details of an order")
  record Order(String product, int euros) {}

  @Description("Give money back for an order")
  record Refund(String order, @Min(1) @Max(500) int euros) {}

  @Description("A payment to the customer")
  record Payment(String number) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var loop = loop(example.model());
      var people = new Scanner(System.in, StandardCharsets.UTF_8);
      ToolLoopResult<Answer> result = loop.start(new Complaint("The lamp of order A7 is broken."));
      while (result instanceof Suspended<Answer> waiting) {
        String stored = waiting.toJson(); // a row of a table, for example
        result = decideAndResume(loop, Suspended.fromJson(stored), people);
      }
      if (result instanceof Completed<Answer> done) {
        System.out.println("Answer: " + done.output().text());
      }
    } catch (LimitExceededException e) {
      System.out.println(e.getMessage());
    }
  }

  private static ToolLoopResult<Answer> decideAndResume(
      ToolLoop<Complaint, Answer> loop, Suspended<Answer> state, Scanner people) {
    var decisions = new HashMap<String, Approval>();
    for (PendingCall call : state.calls()) {
      System.out.print("Refund " + call.input() + "? (y/n) ");
      boolean isApproved = people.hasNextLine() && people.nextLine().equals("y");
      decisions.put(
          call.id(), isApproved ? Approval.approve() : Approval.deny("Offer a new lamp instead."));
      System.out.println();
    }
    return loop.resume(state, Map.copyOf(decisions));
  }

  private static ToolLoop<Complaint, Answer> loop(Model model) {
    var clerk =
        AtomicAgent.builder(Complaint.class, Answer.class, model)
            .name("clerk")
            .systemPrompt(
                SystemPrompt.builder()
                    .background("You answer complaints of customers of a furniture shop.")
                    .steps("Look up the order.", "Give money back if the customer is right.")
                    .build())
            .build();
    return ToolLoop.builder(clerk)
        .tool(Tool.of("order", OrderNumber.class, Order.class, ApprovedRefund::lookUp))
        .tool(
            Tool.withContext(
                    "refund",
                    Refund.class,
                    Payment.class,
                    (refund, context) -> pay(refund, context.callId()))
                .requiringApproval())
        .maxSteps(6)
        .build();
  }

  private static Order lookUp(OrderNumber order) {
    System.out.println("looked up " + order.number());
    return new Order("lamp", 24);
  }

  // A payment service that gets the same key twice pays once.
  private static Payment pay(Refund refund, String key) {
    System.out.println("paid " + refund.euros() + " euros");
    return new Payment("P-" + key.substring(0, 8));
  }
}
