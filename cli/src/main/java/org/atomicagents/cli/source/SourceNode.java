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
  Place place();

  /** How many values it holds, itself included; one that is named twice counts twice. */
  int size();

  /** The same without places. */
  JsonNode json();

  /** What it is, for messages: a text is shown, shortened. */
  String found();

  /**
   * Names and values, in the file's order.
   *
   * @param entries by name
   */
  record Mapping(Place place, SequencedMap<String, Entry> entries, int size) implements SourceNode {

    /** The value of a name; null if there is none. */
    public @Nullable SourceNode get(String name) {
      Entry entry = entries.get(name);
      return entry == null ? null : entry.value();
    }

    @Override
    public JsonNode json() {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      entries.forEach((name, entry) -> object.set(name, entry.value().json()));
      return object;
    }

    @Override
    public String found() {
      return "a mapping";
    }
  }

  /**
   * A name's place and value.
   *
   * @param place of the name
   */
  record Entry(Place place, SourceNode value) {}

  /** A list. */
  record Sequence(Place place, List<SourceNode> items, int size) implements SourceNode {
    @Override
    public JsonNode json() {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.json()));
      return array;
    }

    @Override
    public String found() {
      return "a list";
    }
  }

  /** A text, number, boolean or nothing. */
  record Scalar(Place place, JsonNode json) implements SourceNode {
    private static final int SHOWN = 60;

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String found() {
      if (json.isNull()) {
        return "nothing";
      }
      String shown = json.toString();
      return shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "...";
    }
  }
}
