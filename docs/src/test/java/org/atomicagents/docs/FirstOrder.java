package org.atomicagents.docs;

import jakarta.validation.constraints.Min;
import java.time.LocalDate;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstOrder {

  @Description("An order from a customer")
  record Order(
      @Description("The article's number") String sku,
      @Min(1) int quantity,
      Optional<LocalDate> deliverBy) {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(BasicChatInput.class, Order.class, openAi.model("gpt-5-mini"));

      Order order = agent.run(new BasicChatInput("Two of ABC-1, by 24 December 2026, please."));

      System.out.println(order.quantity() + " x " + order.sku());
    }
  }
}
