package org.atomicagents.internal.provider;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A writer of the parameters of a request body, which omits those that the model does not accept.
 *
 * <p>An additional parameter ({@code Sampling.extra}) replaces the request's own one of the same
 * name, unless the protocol combines both, so that neither the output function nor the schema is
 * lost.
 *
 * <p>Not thread-safe.
 */
public final class ParameterWriter {
  private final ModelRequest request;
  private final JsonGenerator json;
  private final Set<String> combined = new HashSet<>();

  /** Creates a writer of the parameters of a request. */
  public ParameterWriter(ModelRequest request, JsonGenerator json) {
    this.request = request;
    this.json = json;
  }

  /** Returns the messages of the request, with the instructions for its output. */
  public List<Message> messages() {
    OutputFormat output = request.output();
    return output == null ? request.messages() : output.instruct(request.messages());
  }

  /** Returns whether the request has an additional parameter of this name. */
  public boolean hasExtra(String name) {
    return request.sampling().extra().containsKey(name);
  }

  /** Returns whether the model accepts a parameter and no additional one replaces it. */
  public boolean shouldWrite(String name) {
    return request.rules().accepts(name) && !hasExtra(nameOf(name));
  }

  private String nameOf(String name) {
    return request.rules().nameOf(name);
  }

  /** Writes a text, unless it is null. */
  public void writeText(String name, @Nullable String value) {
    if (value != null && shouldWrite(name)) {
      json.writeStringProperty(nameOf(name), value);
    }
  }

  /** Writes a number, unless it is null. */
  public void writeNumber(String name, @Nullable Number value) {
    if (value == null || !shouldWrite(name)) {
      return;
    }
    switch (value) {
      case Double real -> json.writeNumberProperty(nameOf(name), real);
      default -> json.writeNumberProperty(nameOf(name), value.longValue());
    }
  }

  /** Writes a truth value. */
  public void writeFlag(String name, boolean value) {
    if (shouldWrite(name)) {
      json.writeBooleanProperty(nameOf(name), value);
    }
  }

  /** Writes a list of texts, unless it is empty. */
  public void writeTexts(String name, List<String> values) {
    if (!values.isEmpty() && shouldWrite(name)) {
      json.writeArrayPropertyStart(nameOf(name));
      values.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  /** Writes the additional parameters that were neither combined nor omitted. */
  public void writeExtra() {
    request
        .sampling()
        .extra()
        .forEach((name, value) -> {
          if (!combined.contains(name)) {
            WireJson.writeField(json, name, value);
          }
        });
  }

  /** Omits additional parameters. */
  public void omitExtra(Collection<String> names) {
    combined.addAll(names);
  }

  /**
   * Returns the items of an additional list, to write with those of the request; empty if there is
   * no such parameter.
   *
   * @throws ConfigurationException if the parameter is not a list
   */
  public List<JsonNode> combineList(String name) {
    JsonNode list = combine(name);
    if (list == null) {
      return List.of();
    }
    if (!list.isArray()) {
      throw unexpected(name, "a JSON array", list);
    }
    return List.copyOf(list.values());
  }

  /**
   * Returns an additional object, to write with that of the request; empty if there is no such
   * parameter.
   *
   * @throws ConfigurationException if the parameter is not an object
   */
  public ObjectNode combineObject(String name) {
    JsonNode value = combine(name);
    if (value == null) {
      return WireJson.JsonTreeReader.MAPPER.createObjectNode();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw unexpected(name, "a JSON object", value);
  }

  private @Nullable JsonNode combine(String name) {
    combined.add(name);
    String value = request.sampling().extra().get(name);
    return value == null ? null : WireJson.JsonTreeReader.MAPPER.readTree(value);
  }

  /**
   * Checks that an additional object does not have the format of the output, which the request has
   * already.
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

  private static ConfigurationException unexpected(String name, String expected, JsonNode found) {
    return ConfigurationException.of(
        "Sampling.extra '%s': expected %s, found %s\nIt is combined with what the request contains."
            .formatted(name, expected, found));
  }
}
