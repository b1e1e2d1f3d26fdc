package org.atomicagents.examples.providers;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunResult;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.anthropic.AnthropicOptions;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;

/**
 * Claude with a cached prompt: a long book of rules is written to Anthropic's cache by the first
 * request, and read from it by the others, at a tenth of the price. The date changes, so that its
 * section is placed after the cached ones.
 *
 * <p>The key is {@code ANTHROPIC_API_KEY}; {@code --url} names another server. Without both, the
 * responses are simulated.
 */
public final class CachedPrompt {
  private CachedPrompt() {}

  @Description("A claim of a customer")
  record Claim(String text) {}

  @Description("The decision on a claim")
  record Decision(
      @Description("The number of the rule that applies") int rule,
      @Description("Whether the claim is accepted") boolean accepted) {}

  public static void main(String... args) {
    URI url = args.length == 2 && args[0].equals("--url") ? URI.create(args[1]) : null;
    if (url != null) {
      try (var client = Anthropic.at(url)) {
        decide(client);
      }
    } else if (System.getenv("ANTHROPIC_API_KEY") != null) {
      try (var client = Anthropic.fromEnv()) {
        decide(client);
      }
    } else {
      try (var simulation = SimulatedProvider.start();
          var client = Anthropic.at(simulation.serverUrl())) {
        System.out.println("Simulated responses: ANTHROPIC_API_KEY is not set");
        decide(client);
      }
    }
  }

  private static void decide(Anthropic client) {
    var options = AnthropicOptions.ofDefaults().withCacheTime(Duration.ofHours(1));
    Model model = client.model("claude-haiku-5-5", options);
    var prompt =
        SystemPrompt.builder()
            .background(rules())
            .steps("Find the rule that applies.", "Decide.")
            .provider(
                "date",
                ContextProvider.ofVolatile(
                    "Date", () -> LocalDate.now(ZoneId.systemDefault()).toString()))
            .build();
    var agent =
        AtomicAgent.builder(Claim.class, Decision.class, model)
            .systemPrompt(prompt)
            .sampling(Sampling.defaults().withReasoningEffort("low"))
            .build();

    for (String text : List.of("My kettle leaks.", "The parcel was late.", "I changed my mind.")) {
      RunResult<Decision> result = agent.call(new Claim(text));
      Usage usage = result.usage();
      System.out.printf(
          "%s -> %s; %d input tokens, %d written to the cache, %d read from it%n",
          text,
          result.output(),
          usage.inputTokens(),
          usage.cacheWriteTokens(),
          usage.cacheReadTokens());
    }
  }

  private static String[] rules() {
    return IntStream.rangeClosed(1, 200)
        .mapToObj(number ->
            "Rule %d: a claim of the kind %d is accepted within %d days after the delivery."
                .formatted(number, number, 10 + number % 50))
        .toArray(String[]::new);
  }
}
