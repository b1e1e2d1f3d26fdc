package org.atomicagents.cli.source;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value of a file with its position. Immutable. */
public sealed interface SourceNode {

  /** Returns the position of the first character. */
  SourcePosition position();

  /** Returns the number of values, including this one; an aliased value counts at each use. */
  int size();

  /** Returns the number of characters in names and strings; an aliased value counts at each use. */
  long length();

  /** Returns the value without positions. */
  JsonNode json();

  /** Returns a description for messages: the kind of a collection, an excerpt of a scalar. */
  String describe();

  /**
   * A mapping, in the order of the file.
   *
   * @param entries the entries by name
   */
  record Mapping(SourcePosition position, SequencedMap<String, MappingEntry> entries, int size)
      implements SourceNode {

    @Override
    public long length() {
      long length = 0;
      for (Map.Entry<String, MappingEntry> entry : entries.entrySet()) {
        length += entry.getKey().length() + entry.getValue().value().length();
      }
      return length;
    }

    /** Returns the value of a name; null if it is absent. */
    public @Nullable SourceNode get(String name) {
      MappingEntry entry = entries.get(name);
      return entry == null ? null : entry.value();
    }

    @Override
    public JsonNode json() {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      entries.forEach((name, entry) -> object.set(name, entry.value().json()));
      return object;
    }

    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /**
   * The value of a name.
   *
   * @param position the position of the name
   */
  record MappingEntry(SourcePosition position, SourceNode value) {}

  /** A list. */
  record Sequence(SourcePosition position, List<SourceNode> items, int size) implements SourceNode {
    @Override
    public long length() {
      return items.stream().mapToLong(SourceNode::length).sum();
    }

    @Override
    public JsonNode json() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.json()));
      return array;
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A string, number, boolean or null. */
  record Scalar(SourcePosition position, JsonNode json) implements SourceNode {
    private static final int MAX_EXCERPT_LENGTH = 60;

    @Override
    public int size() {
      return 1;
    }

    @Override
    public long length() {
      return json.isString() ? json.stringValue().length() : 0;
    }

    @Override
    public String describe() {
      if (json.isNull()) {
        return "nothing";
      }
      String text = json.toString();
      return text.length() <= MAX_EXCERPT_LENGTH
          ? text
          : text.substring(0, MAX_EXCERPT_LENGTH) + "...";
    }
  }
}
