package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.http.HttpAnswer;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.TransportException.Stage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The models that a provider offers: https://platform.openai.com/docs/api-reference/models. */
record ModelList(HttpAnswer answer, Wire.Errors errors, CallContext call) {

  List<String> read() {
    if (answer.status() != 200) {
      throw errors.refused();
    }
    String body = new ShortBody(answer, call).read();
    try {
      return names(Json.Trees.MAPPER.readTree(body));
    } catch (JacksonException e) {
      throw errors.unexpected("with something else than a list of models.", Stage.PROTOCOL, e);
    }
  }

  // Some services send the list itself in the place of an object that holds it.
  private static List<String> names(JsonNode body) {
    var names = new ArrayList<String>();
    for (JsonNode model : body.isArray() ? body : body.path("data")) {
      String id = model.path("id").asString("");
      if (!id.isEmpty()) {
        names.add(id);
      }
    }
    return List.copyOf(names);
  }
}
