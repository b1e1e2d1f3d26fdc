package org.atomicagents.examples;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Description;
import org.atomicagents.tool.Tool;
import org.jspecify.annotations.Nullable;

/**
 * A choice of tools in plain Java: the output of the agent is the next step, and a switch runs it.
 * All messages of the question are committed as one turn.
 */
public final class Orchestrator {
  private static final int MAX_STEPS = 6;
  private static final Map<String, String> PRICES = Map.of("lamp", "23.90", "table", "149.00");

  private static final Tool<Price, Money> PRICE =
      Tool.of(
          "price",
          Price.class,
          Money.class,
          query -> new Money(PRICES.getOrDefault(query.product(), "unknown")));
  private static final Tool<Total, Money> TOTAL =
      Tool.of(
          "total",
          Total.class,
          Money.class,
          total ->
              new Money(
                  BigDecimal.valueOf(total.price())
                      .multiply(BigDecimal.valueOf(total.count()), MathContext.DECIMAL64)
                      .toPlainString()));

  private Orchestrator() {}

  @Description("The next step towards a reply to the customer")
  sealed interface Step permits Price, Total, Reply {}

  @Description("Look up the price of one product")
  record Price(String product) implements Step {}

  @Description("Multiply a price by a count")
  record Total(double price, double count) implements Step {}

  @Description("Reply to the customer")
  record Reply(String text) implements Step {}

  @Description("An amount in euros")
  record Money(String euros) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var clerk =
          AtomicAgent.builder(BasicChatInput.class, Step.class, example.model())
              .name("clerk")
              .build();
      var history = ChatHistory.unbounded();

      String reply = reply(clerk, new BasicChatInput("What do 17 lamps cost?"), history);

      System.out.println(
          reply == null ? "No reply within " + MAX_STEPS + " steps" : "Reply: " + reply);
      System.out.printf(
          "%d messages in %d turn(s)%n", history.messageCount(), history.turns().size());
    }
  }

  /** Returns the reply; null if the model gives none, in which case the history is unchanged. */
  private static @Nullable String reply(
      AtomicAgent<BasicChatInput, Step> clerk, BasicChatInput question, ChatHistory history) {
    try (var turn = ConversationTurn.begin(history)) {
      var options = RunOptions.history(turn);
      Step step = clerk.run(question, options);
      for (int i = 1; i < MAX_STEPS; i++) {
        switch (step) {
          case Reply(String text) -> {
            turn.commitTurn();
            return text;
          }
          case Price price -> {
            Money found = PRICE.run(price);
            System.out.printf("price of %s -> %s%n", price.product(), found.euros());
            turn.add(result(i, PRICE, found));
          }
          case Total total -> {
            Money found = TOTAL.run(total);
            System.out.printf(
                "total of %s times %s -> %s%n", total.price(), total.count(), found.euros());
            turn.add(result(i, TOTAL, found));
          }
        }
        step = clerk.run(options);
      }
      return null;
    }
  }

  private static ChatEntry result(int number, Tool<?, Money> tool, Money found) {
    String json = tool.output().encode(found);
    return ChatEntry.of(found, Message.toolResult("call " + number, tool.name(), json));
  }
}
