package org.atomicagents.testing.internal;

import java.util.List;
import org.atomicagents.testing.internal.batch.GeminiBatchEndpoint;
import org.atomicagents.testing.internal.batch.MessageBatchesEndpoint;
import org.atomicagents.testing.internal.batch.OpenAiBatchEndpoint;
import org.atomicagents.testing.internal.gemini.GenerateContentEndpoint;
import org.atomicagents.testing.internal.messages.MessagesEndpoint;
import org.atomicagents.testing.internal.server.AvailableModels;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.testing.internal.server.ChatEndpoint;
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
    var pacing = settings.pacing();
    var chat = new ChatEndpoint(generator, pacing, models, modes);
    var responses = new ResponsesEndpoint(generator, pacing, models, modes);
    var messages = new MessagesEndpoint(generator, pacing, models, modes);
    var contents = new GenerateContentEndpoint(generator, pacing, models, modes);
    BatchSimulation batches = settings.batches();
    return List.of(
        chat,
        responses,
        new OpenAiBatchEndpoint(chat, responses, batches, pacing.time()),
        new MessageBatchesEndpoint(messages, batches, pacing.time()),
        messages,
        new GeminiBatchEndpoint(contents, batches, pacing.time()),
        contents,
        new OpenAiModelsEndpoint(models));
  }
}
