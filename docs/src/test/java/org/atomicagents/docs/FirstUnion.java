package org.atomicagents.docs;

import java.math.BigDecimal;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstUnion {

  @Description("What to do with a complaint")
  sealed interface Decision {}

  @Description("Refund the money")
  record Refund(BigDecimal amount) implements Decision {}

  @Description("Hand the complaint over to another team")
  record HandOver(String team, String reason) implements Decision {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(BasicChatInput.class, Decision.class, openAi.model("gpt-5-mini"));

      String action =
          switch (agent.run(new BasicChatInput("I was promised a discount of 5 euros."))) {
            case Refund refund -> "Refund " + refund.amount();
            case HandOver handOver -> "Hand over to " + handOver.team();
          };

      System.out.println(action);
    }
  }
}
