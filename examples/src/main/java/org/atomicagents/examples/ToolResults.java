package org.atomicagents.examples;

import java.math.BigDecimal;
import java.math.MathContext;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;

/**
 * A tool in plain Java: one agent returns a calculation, the code evaluates it, and another agent
 * answers with the result. Both share one conversation, and all messages are one turn.
 */
public final class ToolResults {
  private static final Schema<Result> RESULT = Schema.of(Result.class);

  private ToolResults() {}

  enum Operator {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY
  }

  @Description("A calculation")
  record Calculation(double left, Operator operator, double right) {}

  @Description("The result of a calculation")
  record Result(String value) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var question = new BasicChatInput("What do 17 lamps cost at 23.90 each?");
      var history = ChatHistory.unbounded();

      try (var turn = ConversationTurn.begin(history)) {
        var options = RunOptions.history(turn);
        Calculation calculation = chooser(example.model()).run(question, options);
        Result result = calculate(calculation);
        System.out.printf("%s -> %s%n", calculation, result.value());

        turn.add(ChatEntry.of(result, Message.of(Role.TOOL, RESULT.encode(result))));
        BasicChatOutput answer = AtomicAgent.of(example.model()).run(options);
        System.out.println("Answer: " + answer.chatMessage());
        turn.commitTurn();
      }
      System.out.println("The turn: " + history.messages().stream().map(Message::role).toList());
    }
  }

  private static AtomicAgent<BasicChatInput, Calculation> chooser(Model model) {
    return AtomicAgent.builder(BasicChatInput.class, Calculation.class, model)
        .systemPrompt(
            SystemPrompt.builder()
                .background("You turn questions into calculations and never calculate.")
                .build())
        .build();
  }

  private static Result calculate(Calculation calculation) {
    var left = BigDecimal.valueOf(calculation.left());
    var right = BigDecimal.valueOf(calculation.right());
    var context = MathContext.DECIMAL64;
    return new Result(
        switch (calculation.operator()) {
          case PLUS -> left.add(right, context).toPlainString();
          case MINUS -> left.subtract(right, context).toPlainString();
          case TIMES -> left.multiply(right, context).toPlainString();
          case DIVIDED_BY ->
              right.signum() == 0
                  ? "not defined: a division by 0"
                  : left.divide(right, context).toPlainString();
        });
  }
}
