package org.atomicagents.cli.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.MappingEntry;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Parses one JSON value and rejects duplicate keys. An instance parses one text. */
public final class JsonReader {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String file;
  private final JsonParser parser;

  private JsonReader(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Parses a text and returns its value.
   *
   * @param file the name of the text in messages
   * @throws SourceException if the text is not valid JSON, or nested too deep
   */
  public static SourceNode read(String file, String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return new JsonReader(file, parser).document();
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      SourcePosition position =
          at == null
              ? new SourcePosition(file, 1, 1)
              : new SourcePosition(file, at.getLineNr(), at.getColumnNr());
      throw SourceException.of(position, "invalid JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * Returns the value of a JSON text without positions.
   *
   * @throws SourceException if the text is not exactly one JSON value
   */
  public static JsonNode value(String json) {
    return read("JSON", json).json();
  }

  private SourceNode document() {
    if (parser.nextToken() == null) {
      throw SourceException.of(new SourcePosition(file, 1, 1), "expected JSON, found nothing");
    }
    SourceNode root = node();
    if (parser.nextToken() != null) {
      throw SourceException.of(position(), "expected one JSON value, found a second one");
    }
    return root;
  }

  private SourceNode node() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      default -> new Scalar(position(), scalar());
    };
  }

  private JsonNode scalar() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private JsonNode decimal() {
    try {
      return NODES.numberNode(parser.getDecimalValue());
    } catch (NumberFormatException e) {
      throw SourceException.of(position(), "expected a number with a smaller exponent");
    }
  }

  private Mapping object() {
    SourcePosition start = position();
    var entries = new LinkedHashMap<String, MappingEntry>();
    int size = 1;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      SourcePosition at = position();
      parser.nextToken();
      SourceNode value = node();
      MappingEntry first = entries.putIfAbsent(name, new MappingEntry(at, value));
      if (first != null) {
        throw SourceException.of(
            at,
            "duplicate key \"%s\", first used in line %d".formatted(name, first.position().line()));
      }
      size += value.size();
    }
    return new Mapping(start, entries, size);
  }

  private Sequence array() {
    SourcePosition start = position();
    List<SourceNode> items = new ArrayList<>();
    int size = 1;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      SourceNode item = node();
      items.add(item);
      size += item.size();
    }
    return new Sequence(start, items, size);
  }

  private SourcePosition position() {
    TokenStreamLocation at = parser.currentTokenLocation();
    return new SourcePosition(file, at.getLineNr(), at.getColumnNr());
  }
}
