package org.atomicagents.cli.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ServiceClient;
import org.atomicagents.http.ApiKey;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.report.TokenReport;
import org.atomicagents.tokenizers.Tokenizers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command {@code tokens}: reports the tokens of an agent's requests, without sending any. */
@Command(
    name = "tokens",
    description = "Report the tokens of an agent's requests by part, and what can be saved.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "No request is sent, and no API key is needed. The counts are exact for OpenAI's models and"
          + " estimates for others."
    })
final class TokensCommand implements Callable<Integer> {
  /** Clients need an address; no request is sent to this one. */
  private static final URI UNUSED_ADDRESS = URI.create("http://localhost:9/v1");

  private static final int REQUESTS = 1_000;
  private static final MathContext DIGITS = new MathContext(3);

  private final CommandEnvironment environment;

  @Parameters(index = "0", paramLabel = "AGENT.yaml", description = "The agent file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT",
      description = "The input: JSON or text, as for the command run. Default: an empty message.")
  private @Nullable String input;

  @Option(
      names = "--model",
      paramLabel = "PROVIDER:MODEL",
      converter = ModelOption.Converter.class,
      description = "The model to use instead of the file's.")
  private @Nullable ModelOption requestedModel;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  TokensCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    AgentFile agentFile = AgentFile.read(file);
    ModelOption option = requestedModel == null ? agentFile.model() : requestedModel;
    if (option == null) {
      throw new CommandException(
          ExitCode.AGENT_FILE,
          "%s: expected key \"model\", found none. Add \"model: provider:name\" to the file, or pass --model provider:name."
              .formatted(file));
    }
    try (ServiceClient client = option.provider().at(UNUSED_ADDRESS, ApiKey.of("unused"))) {
      Model model = client.model(name(option));
      Optional<TokenCounter> exact = Tokenizers.find(model.name());
      AtomicAgent<JsonNode, JsonNode> agent =
          agentFile.createAgent(model, Listeners.none()).toBuilder()
              .tokenCounter(exact.orElse(TokenCounter.heuristic()))
              .build();
      print(report(agentFile, agent), model, exact.isPresent());
    }
    return ExitCode.SUCCESS.number();
  }

  private TokenReport report(AgentFile agentFile, AtomicAgent<JsonNode, JsonNode> agent) {
    String text = input;
    return text == null
        ? TokenReport.of(agent)
        : TokenReport.of(agent, agentFile.input().read(agentFile.name(), text));
  }

  private void print(TokenReport report, Model model, boolean isExact) {
    if (json) {
      environment.terminal().line(report.json());
      return;
    }
    report.text().lines().forEach(environment.terminal()::line);
    environment.terminal().line("");
    environment.terminal().line(isExact ? "The counts are exact." : "The counts are estimates.");
    environment.terminal().line(price(report, model));
  }

  private static String price(TokenReport report, Model model) {
    Optional<BigDecimal> cost =
        model
            .profile()
            .flatMap(ModelProfile::prices)
            .flatMap(prices ->
                prices
                    .cost(Usage.of(report.count().total(), 0), Instant.now())
                    .map(one -> one.multiply(BigDecimal.valueOf(REQUESTS)).round(DIGITS)));
    return cost.map(amount ->
            "The input of %d requests costs %s %s."
                .formatted(
                    REQUESTS,
                    amount.toPlainString(),
                    model.profile().orElseThrow().prices().orElseThrow().currency()))
        .orElse("The price of this model is not known.");
  }

  private static String name(ModelOption option) {
    return option.model().isEmpty()
        ? Objects.requireNonNullElse(option.provider().defaultModel(), option.provider().id())
        : option.model();
  }
}
