package org.atomicagents.internal.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the properties of one JSON object; every problem is an {@code IllegalArgumentException}
 * with the location.
 *
 * <p>Not thread-safe.
 */
public final class JsonObjectReader {
  private final String path;
  private final ObjectNode node;
  private final Set<String> readKeys = new HashSet<>();

  private JsonObjectReader(String path, ObjectNode node) {
    this.path = path;
    this.node = node;
  }

  /**
   * Returns a reader of a text that is one JSON object.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static JsonObjectReader of(String json) {
    JsonNode node;
    try {
      node = JsonTree.read(JsonIo.requireValid("$", json));
    } catch (IllegalArgumentException | JacksonException e) {
      // The message of the cause repeats the text.
      throw new IllegalArgumentException(
          "$: expected one JSON object, found %d characters of another form%s"
              .formatted(json.length(), line(e)));
    }
    return of("$", node);
  }

  private static String line(RuntimeException failure) {
    JacksonException problem =
        failure instanceof JacksonException own
            ? own
            : failure.getCause() instanceof JacksonException cause ? cause : null;
    return problem == null || problem.getLocation() == null
        ? ""
        : ", first at line %d, column %d"
            .formatted(problem.getLocation().getLineNr(), problem.getLocation().getColumnNr());
  }

  private static JsonObjectReader of(String path, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new JsonObjectReader(path, object);
    }
    throw expected(path, "an object", node);
  }

  /** Returns the location of a property. */
  public String path(String key) {
    return path + "." + key;
  }

  /** Returns whether there is a property with that name. */
  public boolean has(String key) {
    return node.has(key);
  }

  /** Returns the names of the properties. */
  public List<String> keys() {
    return List.copyOf(node.propertyNames());
  }

  /** Returns a text. */
  public String text(String key) {
    JsonNode value = value(key);
    if (!value.isString()) {
      throw expected(path(key), "a string", value);
    }
    return value.stringValue();
  }

  /** Returns a text; empty if the property is absent or null. */
  public Optional<String> optionalText(String key) {
    JsonNode value = optionalValue(key);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(text(key));
  }

  /** Returns a text; empty if the property is null. */
  public Optional<String> requireOptionalText(String key) {
    return value(key).isNull() ? Optional.empty() : Optional.of(text(key));
  }

  /** Returns a boolean; false if the property is absent. */
  public boolean flag(String key) {
    JsonNode value = optionalValue(key);
    if (value != null && !value.isBoolean()) {
      throw expected(path(key), "a boolean", value);
    }
    return value != null && value.booleanValue();
  }

  /** Returns an integer of 1 or more; empty if the property is null. */
  public Optional<Integer> optionalPositiveInteger(String key) {
    JsonNode value = value(key);
    if (value.isNull()) {
      return Optional.empty();
    }
    if (!value.isInt() || value.intValue() < 1) {
      throw expected(path(key), "null or an integer of 1 or more", value);
    }
    return Optional.of(value.intValue());
  }

  /** Returns an integer of 64 bits. */
  public long integer(String key) {
    JsonNode value = value(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw expected(path(key), "an integer of 64 bits", value);
    }
    return value.longValue();
  }

  /** Returns an integer of 0 or more. */
  public long count(String key) {
    JsonNode value = value(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw expected(path(key), "an integer of 0 or more", value);
    }
    return value.longValue();
  }

  /** Returns the texts of a list. */
  public List<String> texts(String key) {
    JsonNode value = value(key);
    var texts = new ArrayList<String>(value.size());
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw expected(path(key), "a list of strings", value);
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  /** Returns any value as compact JSON. */
  public String json(String key) {
    return JsonTree.write(value(key));
  }

  /** Returns the reader of an object. */
  public JsonObjectReader object(String key) {
    return of(path(key), value(key));
  }

  /** Returns the readers of a list of objects. */
  public List<JsonObjectReader> objects(String key) {
    JsonNode value = value(key);
    if (!value.isArray()) {
      throw expected(path(key), "a list", value);
    }
    var readers = new ArrayList<JsonObjectReader>(value.size());
    for (JsonNode element : value) {
      readers.add(of(path(key) + "[" + readers.size() + "]", element));
    }
    return readers;
  }

  /**
   * Checks that all properties were read.
   *
   * @throws IllegalArgumentException if one was not
   */
  public void requireNoOtherKeys() {
    for (String key : node.propertyNames()) {
      if (!readKeys.contains(key)) {
        throw new IllegalArgumentException(path(key) + ": expected no such key, found one");
      }
    }
  }

  /** Returns the exception for a property with an unexpected value. */
  public IllegalArgumentException expected(String key, String expectation) {
    return expected(path(key), expectation, optionalValue(key));
  }

  /** Returns the exception for an object that is expected to have one known key. */
  public IllegalArgumentException unknownKind() {
    return new IllegalArgumentException(
        path + ": expected one key, the kind of a part, found " + node.propertyNames());
  }

  private JsonNode value(String key) {
    JsonNode value = optionalValue(key);
    if (value == null) {
      throw new IllegalArgumentException(path(key) + ": expected a value, found none");
    }
    return value;
  }

  private @Nullable JsonNode optionalValue(String key) {
    readKeys.add(key);
    return node.get(key);
  }

  // Texts of a conversation are not repeated in errors, apart from short names.
  private static IllegalArgumentException expected(
      String path, String expectation, @Nullable JsonNode found) {
    String description;
    if (found == null) {
      description = "none";
    } else if (found.isContainer() || found.toString().length() > 60) {
      description = found.isArray() ? "a list" : found.isObject() ? "an object" : "a longer value";
    } else {
      description = found.toString();
    }
    return new IllegalArgumentException(
        path + ": expected " + expectation + ", found " + description);
  }
}
