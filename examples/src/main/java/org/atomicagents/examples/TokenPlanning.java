package org.atomicagents.examples;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.TokenCount;
import org.atomicagents.report.TokenReport;
import org.atomicagents.token.TokenBudget;
import org.atomicagents.tokenizers.Tokenizers;

/** The tokens and the price of a request before it is sent, and a limit of its response. */
public final class TokenPlanning {
  private static final String PRICED = "gpt-5-mini";

  private TokenPlanning() {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var agent =
          AtomicAgent.builder(example.model())
              .tokenCounter(Tokenizers.forModel(PRICED))
              .limits(RunLimits.defaults().withTokenBudget(TokenBudget.byWords()))
              .build();
      var input = new BasicChatInput("Why is the sky blue?");
      try (var prepared = agent.prepare(input, RunOptions.defaults())) {
        TokenCount tokens = prepared.tokens();
        System.out.printf(
            "The request has %d tokens, its response at most %d.%n",
            tokens.total(), prepared.request().sampling().maxTokens());
        System.out.println("With " + PRICED + ", the request costs " + price(tokens.total()));
      }
      System.out.println(TokenReport.of(agent, input).text());
      System.out.println("Answer: " + agent.run(input).chatMessage());
    }
  }

  private static String price(int tokens) {
    Optional<BigDecimal> cost =
        ModelCatalog.builtIn()
            .profile(PRICED)
            .flatMap(profile -> profile.cost(Usage.of(tokens, 0), Instant.now()));
    return cost.map(amount -> amount.toPlainString() + " USD.").orElse("an unknown amount.");
  }
}
