package org.atomicagents.testing.internal;

import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.AvailableModels;
import org.atomicagents.testing.internal.server.OpenAiProtocol;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The list of models of OpenAI's API, and its error for any other path. */
record OpenAiModelsEndpoint(AvailableModels models) implements OpenAiProtocol {
  private static final String MODELS = "/v1/models";

  @Override
  public String protocol() {
    return "OpenAI";
  }

  /** Returns true: the protocol of all paths that no other protocol has. */
  @Override
  public boolean accepts(ReceivedRequest request) {
    return true;
  }

  @Override
  public SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    if (!request.path().equals(MODELS)) {
      throw ApiError.unknownPath(request.method(), request.path());
    }
    request.requireMethod("GET");
    return SimulatedResponse.CompleteBody.json(200, modelList());
  }

  private ObjectNode modelList() {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = list.putArray("data");
    for (String model : models.listed()) {
      data.addObject()
          .put("id", model)
          .put("object", "model")
          .put("created", 0)
          .put("owned_by", "simulated");
    }
    return list;
  }
}
