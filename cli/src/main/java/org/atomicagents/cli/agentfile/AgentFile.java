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
 * An agent as a file describes it; what is null is as {@link AtomicAgent} has it.
 *
 * @param model null if the file leaves it to the command line
 * @param baseUrl where the model's provider is found instead of its usual address
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

  /** What is set rarely. */
  record OptionalSettings(
      @Nullable Duration timeout,
      @Nullable ResponseMode mode,
      @Nullable Strictness strictness,
      @Nullable ReAskScope reAsk) {}

  /** What talks about anything, where no file says otherwise. */
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

  /** What an agent answers whose file doesn't say: anything in words. */
  static Schema<JsonNode> textSchema() {
    return Schema.of(Schema.of(BasicChatOutput.class).jsonSchema());
  }

  /** Reads one. */
  public static AgentFile read(Path file) {
    return new AgentFileReader(file).read();
  }

  /** The agent on a model. */
  public AtomicAgent<JsonNode, JsonNode> createAgent(Model asked, Listeners listeners) {
    AtomicAgentBuilder<JsonNode, JsonNode> builder =
        AtomicAgent.builder(input.schema(), output, asked)
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
