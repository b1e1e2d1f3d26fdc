package org.atomicagents.cli.source;

import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value of a file, with its place. Not changed once it is read. */
public sealed interface SourceNode {

  /** Where it begins. */
  SourcePosition place();

  /** How many values it holds, itself included; one that is named twice counts twice. */
  int size();

  /** The same without places. */
  JsonNode json();

  /** What it is, for messages: a text is shown, shortened. */
  String describe();

  /**
   * Names and values, in the file's order.
   *
   * @param entries by name
   */
  record Mapping(SourcePosition place, SequencedMap<String, MappingEntry> entries, int size)
      implements SourceNode {

    /** The value of a name; null if there is none. */
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
   * A name's place and value.
   *
   * @param place of the name
   */
  record MappingEntry(SourcePosition place, SourceNode value) {}

  /** A list. */
  record Sequence(SourcePosition place, List<SourceNode> items, int size) implements SourceNode {
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

  /** A text, number, boolean or nothing. */
  record Scalar(SourcePosition place, JsonNode json) implements SourceNode {
    private static final int MAX_EXCERPT_LENGTH = 60;

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String describe() {
      if (json.isNull()) {
        return "nothing";
      }
      String shown = json.toString();
      return shown.length() <= MAX_EXCERPT_LENGTH
          ? shown
          : shown.substring(0, MAX_EXCERPT_LENGTH) + "...";
    }
  }
}
