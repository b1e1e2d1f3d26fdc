package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The additional parameters of a request that are combined with its own ones of the same name, so
 * that neither the output function nor the schema is lost.
 */
public final class CombinedExtra {
  private final ModelRequest request;

  /** Creates the parameters of a request. */
  public CombinedExtra(ModelRequest request) {
    this.request = request;
  }

  /** Returns whether the request has an additional parameter of this name. */
  public boolean has(String name) {
    return request.sampling().extra().containsKey(name);
  }

  /**
   * Returns the items of a list; empty if there is no such parameter.
   *
   * @throws ConfigurationException if the parameter is not a list
   */
  public List<JsonNode> items(String name) {
    JsonNode list = find(name);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray()) {
      throw unexpected(name, "a JSON array", list);
    }
    return new ArrayList<>(list.values());
  }

  /**
   * Returns an object; empty if there is no such parameter.
   *
   * @throws ConfigurationException if the parameter is not an object
   */
  public ObjectNode object(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return WireJson.JsonTreeReader.MAPPER.createObjectNode();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw unexpected(name, "a JSON object", value);
  }

  /**
   * Checks that an object does not have the format of the output, which the request has already.
   *
   * @param fields the fields of a format
   * @throws ConfigurationException if it has one of them
   */
  public static void requireNoFormat(
      String name, ObjectNode config, List<String> fields, OutputFormat output) {
    for (String field : fields) {
      if (config.has(field)) {
        throw ConfigurationException.of(
            "Sampling.extra '%s': expected no \"%s\", since the request has the format of the output '%s', found %s\nRemove it, or set another ResponseMode."
                .formatted(name, field, output.name(), config));
      }
    }
  }

  private @Nullable JsonNode find(String name) {
    String json = request.sampling().extra().get(name);
    return json == null ? null : WireJson.JsonTreeReader.MAPPER.readTree(json);
  }

  private static ConfigurationException unexpected(String name, String expected, JsonNode found) {
    return ConfigurationException.of(
        "Sampling.extra '%s': expected %s, found %s\nIt is combined with what the request contains."
            .formatted(name, expected, found));
  }
}
