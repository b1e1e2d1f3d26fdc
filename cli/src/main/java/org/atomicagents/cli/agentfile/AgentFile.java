package org.atomicagents.cli.agentfile;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The definition of an agent in a file. A null value means the default of {@link AtomicAgent}.
 *
 * @param model the model; null if the command line has to name it
 * @param baseUrl the address of the provider; null for its default address
 */
public record AgentFile(
    String name,
    @Nullable ModelOption model,
    @Nullable URI baseUrl,
    SystemPrompt prompt,
    InputSpec input,
    Schema<JsonNode> output,
    Sampling sampling,
    RunLimits limits,
    OptionalSettings settings) {

  /** The less common settings. */
  record OptionalSettings(
      @Nullable Duration timeout,
      @Nullable ResponseMode mode,
      @Nullable Strictness strictness,
      @Nullable ReAskScope reAsk) {}

  /** Returns the agent of a chat without an agent file. */
  public static AgentFile conversation() {
    return new AgentFile(
        "chat",
        null,
        null,
        SystemPrompt.defaults(),
        InputSpec.ofText(),
        textSchema(),
        Sampling.defaults(),
        RunLimits.defaults(),
        new OptionalSettings(null, null, null, null));
  }

  /** Returns the output schema of an agent without one: plain text. */
  static Schema<JsonNode> textSchema() {
    return Schema.of(Schema.of(BasicChatOutput.class).jsonSchema());
  }

  /** Reads a file and returns its agent. */
  public static AgentFile read(Path file) {
    return new AgentFileReader(file).read();
  }

  /** Returns the agent with a model. */
  public AtomicAgent<JsonNode, JsonNode> createAgent(Model model, Listeners listeners) {
    AtomicAgentBuilder<JsonNode, JsonNode> builder =
        AtomicAgent.builder(input.schema(), output, model)
            .name(name)
            .systemPrompt(prompt)
            .sampling(sampling)
            .limits(limits)
            .listeners(listeners);
    if (settings.timeout() != null) {
      builder.timeout(settings.timeout());
    }
    if (settings.mode() != null) {
      builder.mode(settings.mode());
    }
    if (settings.strictness() != null) {
      builder.strictness(settings.strictness());
    }
    if (settings.reAsk() != null) {
      builder.reAsk(settings.reAsk());
    }
    return builder.build();
  }
}
