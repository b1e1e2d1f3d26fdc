package org.atomicagents.testing.internal;

import java.util.List;
import org.atomicagents.testing.internal.gemini.GenerateContentEndpoint;
import org.atomicagents.testing.internal.messages.MessagesEndpoint;
import org.atomicagents.testing.internal.server.AvailableModels;
import org.atomicagents.testing.internal.server.ChatEndpoint;
import org.atomicagents.testing.internal.server.OpenAiEndpoint;
import org.atomicagents.testing.internal.server.ProtocolEndpoint;
import org.atomicagents.testing.internal.server.ResponseGenerator;
import org.atomicagents.testing.internal.server.ResponsesEndpoint;
import org.atomicagents.testing.internal.server.ServerSettings;
import org.atomicagents.testing.internal.server.SupportedModes;

/** The protocols of a simulated provider; all share one generator. */
public final class ProtocolEndpoints {
  private ProtocolEndpoints() {}

  /** Returns the protocols; the last one accepts every request. */
  public static List<ProtocolEndpoint> of(ServerSettings settings) {
    var generator = new ResponseGenerator(settings.seed());
    var modes = new SupportedModes(settings.modes());
    var models = new AvailableModels(settings.models());
    return List.of(
        new ChatEndpoint(generator, settings.pacing(), models, modes),
        new ResponsesEndpoint(generator, settings.pacing(), models, modes),
        new MessagesEndpoint(generator, settings.pacing(), models, modes),
        new GenerateContentEndpoint(generator, settings.pacing(), models, modes),
        new OpenAiEndpoint(models));
  }
}
