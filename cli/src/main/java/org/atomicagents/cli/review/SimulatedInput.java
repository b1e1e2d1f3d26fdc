package org.atomicagents.cli.review;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;
import tools.jackson.databind.JsonNode;

/** Generates an input for an agent file that is reviewed without inputs. */
final class SimulatedInput {
  private SimulatedInput() {}

  /** Returns an input that satisfies the input schema; empty if none could be generated. */
  static List<JsonNode> generate(AgentFile agentFile) {
    try (var provider = SimulatedProvider.start();
        var client =
            OpenAi.builder(
                    Provider.of("simulated", provider.baseUrl())
                        .withModes(ResponseMode.JSON_SCHEMA))
                .build()) {
      var generator =
          AtomicAgent.of(
              BasicChatInput.class, agentFile.input().schema(), client.model("simulated"));
      return List.of(generator.run(new BasicChatInput("Generate an input.")));
    } catch (AgentException e) {
      return List.of();
    }
  }
}
