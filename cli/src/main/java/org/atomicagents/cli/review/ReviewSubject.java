package org.atomicagents.cli.review;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelService;
import org.atomicagents.cli.terminal.ShellCommand;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Prices;
import tools.jackson.databind.JsonNode;

/**
 * The subject of a review: an agent file, its inputs, and their replay. Immutable.
 *
 * @param agent the agent of the file; its requests are counted and never sent
 * @param isCountExact whether its token counter is that of the model
 * @param now the time whose prices apply
 */
record ReviewSubject(
    AgentFile agentFile,
    AgentFileText text,
    AtomicAgent<JsonNode, JsonNode> agent,
    boolean isCountExact,
    ModelService service,
    InputCensus inputs,
    ReplaySettings settings,
    ReplayResult replay,
    Instant now) {
  private static final String ANTHROPIC = "anthropic";

  Model model() {
    return agent.model();
  }

  Optional<ModelProfile> profile() {
    return model().profile();
  }

  /** Returns a copy with the measurements of a replay. */
  ReviewSubject withReplay(ReplayResult result) {
    return new ReviewSubject(
        agentFile, text, agent, isCountExact, service, inputs, settings, result, now);
  }

  /** Returns whether requests are sent by Anthropic's Messages API. */
  boolean isAnthropic() {
    return service.id().equals(ANTHROPIC);
  }

  /** Returns whether the model is known to reason before it responds. */
  boolean isReasoning() {
    return profile().map(known -> !known.efforts().isEmpty()).orElse(false);
  }

  /** Returns the command line of the command {@code batch}, with more arguments. */
  String batchCommand(String... more) {
    var arguments = new ArrayList<>(List.of("./atomic", "batch", text.file().toString()));
    arguments.add(inputs.isFile() ? inputs.source() : "inputs.jsonl");
    arguments.addAll(List.of(more));
    return ShellCommand.of(arguments.toArray(String[]::new));
  }

  /** Returns the mean number of input tokens of the sampled inputs; 0 without inputs. */
  long typicalInput() {
    List<JsonNode> sample = inputs.sample();
    return sample.isEmpty()
        ? 0
        : Math.round(sample.stream().mapToInt(this::inputTokens).average().orElseThrow());
  }

  private int inputTokens(JsonNode input) {
    try (var run = agent.prepare(input, RunOptions.defaults())) {
      return run.tokens().total();
    }
  }

  /** Returns the tokens of a typical request and its simulated response. */
  Usage typicalUsage() {
    return Usage.of(typicalInput(), replay.typicalOutput());
  }

  /** Returns the model in the notation of {@code --model}. */
  String modelOption() {
    String name = model().name();
    return new ModelOption(service, name.equals(service.id()) ? "" : name).toString();
  }

  /** Returns the cost of a request; empty if the price is not known. */
  Optional<BigDecimal> cost(Usage usage) {
    return profile().flatMap(known -> known.cost(usage, now));
  }

  /** Returns an amount in the currency of the model's prices. */
  String money(BigDecimal amount) {
    return ReviewFigures.money(amount, currency());
  }

  String currency() {
    return profile()
        .flatMap(ModelProfile::prices)
        .map(Prices::currency)
        .map(Currency::getCurrencyCode)
        .orElse("");
  }
}
