package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.provider.ResponseErrors;
import org.atomicagents.internal.provider.WireJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A parser of a provider's list of models: https://platform.openai.com/docs/api-reference/models.
 */
final class ModelListReader {
  private ModelListReader() {}

  static List<String> read(String body, ResponseErrors errors) {
    JsonNode list = parseList(body);
    if (!list.isArray()) {
      throw errors.unexpected("something other than a list of models.", Stage.PROTOCOL);
    }
    return readNames(list);
  }

  // Some services send the list itself instead of an object that contains it.
  private static JsonNode parseList(String body) {
    try {
      JsonNode root = WireJson.JsonTreeReader.MAPPER.readTree(body);
      return root.isArray() ? root : root.path("data");
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  private static List<String> readNames(JsonNode list) {
    var names = new ArrayList<String>();
    for (JsonNode model : list) {
      String id = model.path("id").asString("");
      if (!id.isEmpty()) {
        names.add(id);
      }
    }
    return List.copyOf(names);
  }
}
