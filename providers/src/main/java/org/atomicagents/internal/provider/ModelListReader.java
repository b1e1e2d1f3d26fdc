package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.TransportException.Stage;
import tools.jackson.databind.JsonNode;

/**
 * A parser of a list of models, of OpenAI (https://platform.openai.com/docs/api-reference/models)
 * and of other providers with the same layout.
 */
public final class ModelListReader {
  private ModelListReader() {}

  /** Returns the names in the body of a response, in its order. */
  public static List<String> read(String body, ResponseErrors errors) {
    JsonNode list = parseList(body);
    if (!list.isArray()) {
      throw errors.unexpected("something other than a list of models.", Stage.PROTOCOL);
    }
    return readNames(list);
  }

  // Some services send the list itself instead of an object that contains it.
  private static JsonNode parseList(String body) {
    JsonNode root = WireJson.JsonTreeReader.read(body);
    return root.isArray() ? root : root.path("data");
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
