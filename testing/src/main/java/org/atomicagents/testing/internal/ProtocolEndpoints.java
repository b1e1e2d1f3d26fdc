package org.atomicagents.testing.internal;

import java.util.List;
import org.atomicagents.testing.internal.batch.GeminiBatchEndpoint;
import org.atomicagents.testing.internal.batch.MessageBatchesEndpoint;
import org.atomicagents.testing.internal.batch.OpenAiBatchEndpoint;
import org.atomicagents.testing.internal.gemini.GenerateContentEndpoint;
import org.atomicagents.testing.internal.messages.MessagesEndpoint;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.testing.internal.server.ChatEndpoint;
import org.atomicagents.testing.internal.server.ProtocolEndpoint;
import org.atomicagents.testing.internal.server.ResponseSimulation;
import org.atomicagents.testing.internal.server.ResponsesEndpoint;
import org.atomicagents.testing.internal.server.ServerSettings;
import org.atomicagents.time.TimeSource;

/** The protocols of a simulated provider; all share the same models. */
public final class ProtocolEndpoints {
  private ProtocolEndpoints() {}

  /** Returns the protocols; the last one accepts every request. */
  public static List<ProtocolEndpoint> of(ServerSettings settings) {
    var simulation = new ResponseSimulation(settings);
    var chat = new ChatEndpoint(simulation);
    var responses = new ResponsesEndpoint(simulation);
    var messages = new MessagesEndpoint(simulation);
    var contents = new GenerateContentEndpoint(simulation);
    TimeSource time = simulation.time();
    BatchSimulation batches = settings.batches();
    return List.of(
        chat,
        responses,
        new OpenAiBatchEndpoint(chat, responses, batches, time),
        new MessageBatchesEndpoint(messages, batches, time),
        messages,
        new GeminiBatchEndpoint(contents, batches, time),
        contents,
        new OpenAiModelsEndpoint(simulation.models()));
  }
}
