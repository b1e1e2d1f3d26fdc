package org.atomicagents.cli.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.MappingEntry;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Parses one YAML 1.2 document without tags, merge keys and duplicate keys.
 *
 * <p>The depth, the number of values and the length of all texts are limited; an alias counts like
 * a copy of its value. An instance parses one text.
 */
public final class YamlReader {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 50_000;
  private static final int MAX_CHARACTERS = 4 << 20;

  private final String file;
  private final String text;
  private final Map<Anchor, SourceNode> anchored = new HashMap<>();
  private final Iterator<Event> events;
  private int depth;
  private int values;
  private long characters;

  private YamlReader(String file, String text) {
    this.file = file;
    this.text = text;
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Parses a text and returns its value.
   *
   * @param file the name of the text in messages
   * @throws SourceException if the text is not valid YAML, or exceeds the limits
   */
  public static SourceNode read(String file, String text) {
    var reader = new YamlReader(file, text);
    try {
      return reader.document();
    } catch (MarkedYamlEngineException e) {
      SourcePosition position =
          e.getProblemMark().map(reader::position).orElse(new SourcePosition(file, 1, 1));
      throw SourceException.of(position, "invalid YAML: " + describe(e));
    } catch (ReaderException e) {
      throw SourceException.of(
          reader.positionOf(e.getPosition()),
          "invalid YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw SourceException.of(new SourcePosition(file, 1, 1), "invalid YAML: " + e.getMessage());
    }
  }

  private static String describe(MarkedYamlEngineException e) {
    String context = e.getContext();
    return context == null || context.isEmpty() ? e.getProblem() : context + ", " + e.getProblem();
  }

  private SourceNode document() {
    events.next();
    Event start = events.next();
    if (!(start instanceof DocumentStartEvent)) {
      throw SourceException.of(
          new SourcePosition(file, 1, 1), "expected a mapping, found an empty file");
    }
    SourceNode root = node(events.next());
    events.next();
    Event end = events.next();
    if (!(end instanceof StreamEndEvent)) {
      throw error(end, "expected one document, found a second one");
    }
    return root;
  }

  private SourceNode node(Event event) {
    if (event instanceof AliasEvent alias) {
      SourceNode node = resolveAlias(alias);
      count(event, node.size());
      countCharacters(event, node.length());
      return node;
    }
    count(event, 1);
    if (event instanceof CollectionStartEvent start) {
      rejectTag(start, start.getTag().orElse(null));
    }
    SourceNode node =
        switch (event) {
          case MappingStartEvent start -> mapping(start);
          case CollectionStartEvent start -> sequence(start);
          case ScalarEvent scalar -> scalar(scalar);
          default -> throw error(event, "expected a value");
        };
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchored.put(anchor, node));
    return node;
  }

  private void count(Event event, int added) {
    values += added;
    if (values > MAX_VALUES) {
      throw error(
          event,
          "expected at most %d values, including those of aliases, found more"
              .formatted(MAX_VALUES));
    }
  }

  private void countCharacters(Event event, long added) {
    characters += added;
    if (characters > MAX_CHARACTERS) {
      throw error(
          event,
          "expected at most %d characters, including those of aliases, found more"
              .formatted(MAX_CHARACTERS));
    }
  }

  // An anchor is stored when its value is complete, so no value can contain itself.
  private SourceNode resolveAlias(AliasEvent alias) {
    SourceNode node = anchored.get(alias.getAlias());
    if (node == null) {
      throw error(
          alias,
          "expected an anchor before *%s, found none".formatted(alias.getAlias().getValue()));
    }
    return node;
  }

  private Mapping mapping(MappingStartEvent start) {
    enterLevel(start);
    var entries = new LinkedHashMap<String, MappingEntry>();
    int size = 1;
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      String name = name(event);
      SourceNode value = node(events.next());
      MappingEntry first = entries.putIfAbsent(name, new MappingEntry(position(event), value));
      if (first != null) {
        throw error(
            event,
            "duplicate key \"%s\", first used in line %d".formatted(name, first.position().line()));
      }
      size += value.size();
    }
    depth--;
    return new Mapping(position(start), entries, size);
  }

  private Sequence sequence(CollectionStartEvent start) {
    enterLevel(start);
    List<SourceNode> items = new ArrayList<>();
    int size = 1;
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      SourceNode item = node(event);
      items.add(item);
      size += item.size();
    }
    depth--;
    return new Sequence(position(start), items, size);
  }

  private SourceNode scalar(ScalarEvent event) {
    rejectTag(event, event.getTag().orElse(null));
    countCharacters(event, event.getValue().length());
    return YamlScalar.of(event, position(event));
  }

  private String name(Event event) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw error(event, "expected a string as the key, found another value");
    }
    rejectTag(scalar, scalar.getTag().orElse(null));
    countCharacters(event, scalar.getValue().length());
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      throw error(event, "merge keys (<<) are not part of YAML 1.2; write out the keys");
    }
    return scalar.getValue();
  }

  private void rejectTag(Event event, @Nullable String tag) {
    if (tag != null) {
      throw error(event, "expected no tag, found " + tag + "; remove it");
    }
  }

  private void enterLevel(Event event) {
    depth++;
    if (depth > MAX_DEPTH) {
      throw error(event, "expected at most %d levels, found more".formatted(MAX_DEPTH));
    }
  }

  private SourcePosition position(Event event) {
    return event.getStartMark().map(this::position).orElseThrow();
  }

  private SourcePosition position(Mark mark) {
    return new SourcePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private SourcePosition positionOf(int position) {
    int end = text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length())));
    int start = text.lastIndexOf('\n', end - 1) + 1;
    int line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    return new SourcePosition(file, line, 1 + text.codePointCount(start, end));
  }

  private SourceException error(Event event, String message) {
    return SourceException.of(position(event), message);
  }
}
