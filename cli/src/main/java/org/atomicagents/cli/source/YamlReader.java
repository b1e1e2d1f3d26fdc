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
 * Reads one document of YAML 1.2, as far as it is data: no tags, no merge keys, no key twice.
 *
 * <p>What a file can cost is bounded: in depth, and in values with those of aliases counted each
 * time. Used once, by one thread.
 */
public final class YamlReader {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 50_000;

  private final String file;
  private final String text;
  private final Map<Anchor, SourceNode> anchored = new HashMap<>();
  private final Iterator<Event> events;
  private int depth;
  private int values;

  private YamlReader(String file, String text) {
    this.file = file;
    this.text = text;
    LoadSettings settings = LoadSettings.builder().setLabel(file).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Reads a text.
   *
   * @param file what to call it in messages
   * @throws SourceException if it isn't YAML, or more than is allowed here
   */
  public static SourceNode read(String file, String text) {
    var reader = new YamlReader(file, text);
    try {
      return reader.document();
    } catch (MarkedYamlEngineException e) {
      SourcePosition place =
          e.getProblemMark().map(reader::place).orElse(new SourcePosition(file, 1, 1));
      throw SourceException.of(place, "this isn't YAML: " + describe(e));
    } catch (ReaderException e) {
      throw SourceException.of(
          reader.placeOf(e.getPosition()),
          "this isn't YAML: a character that it doesn't allow, U+%04X".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw SourceException.of(
          new SourcePosition(file, 1, 1), "this can't be read as YAML: " + e.getMessage());
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
      throw error(end, "expected one document, found another");
    }
    return root;
  }

  private SourceNode node(Event event) {
    if (event instanceof AliasEvent alias) {
      SourceNode node = resolveAlias(alias);
      count(event, node.size());
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

  private void count(Event event, int more) {
    values += more;
    if (values > MAX_VALUES) {
      throw error(
          event,
          "expected no more than %d values, those of aliases included, found more"
              .formatted(MAX_VALUES));
    }
  }

  // Named when it is complete, so that no value can hold itself.
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
      MappingEntry known = entries.putIfAbsent(name, new MappingEntry(place(event), value));
      if (known != null) {
        throw error(
            event,
            "key \"%s\" stands twice, first in line %d".formatted(name, known.place().line()));
      }
      size += value.size();
    }
    depth--;
    return new Mapping(place(start), entries, size);
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
    return new Sequence(place(start), items, size);
  }

  private SourceNode scalar(ScalarEvent event) {
    rejectTag(event, event.getTag().orElse(null));
    return YamlScalar.of(event, place(event));
  }

  private String name(Event event) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw error(event, "expected a text as the key, found something else");
    }
    rejectTag(scalar, scalar.getTag().orElse(null));
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      throw error(event, "merge keys (<<) are not of YAML 1.2: write the keys out");
    }
    return scalar.getValue();
  }

  private void rejectTag(Event event, @Nullable String tag) {
    if (tag != null) {
      throw error(event, "expected no tag, found " + tag + ": leave it out");
    }
  }

  private void enterLevel(Event event) {
    depth++;
    if (depth > MAX_DEPTH) {
      throw error(event, "expected no more than %d levels, found more".formatted(MAX_DEPTH));
    }
  }

  private SourcePosition place(Event event) {
    return event.getStartMark().map(this::place).orElseThrow();
  }

  private SourcePosition place(Mark mark) {
    return new SourcePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private SourcePosition placeOf(int position) {
    int end = text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length())));
    int start = text.lastIndexOf('\n', end - 1) + 1;
    int line = 1 + (int) text.substring(0, start).chars().filter(c -> c == '\n').count();
    return new SourcePosition(file, line, 1 + text.codePointCount(start, end));
  }

  private SourceException error(Event event, String message) {
    return SourceException.of(place(event), message);
  }
}
