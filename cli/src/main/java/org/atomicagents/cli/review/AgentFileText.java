package org.atomicagents.cli.review;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomicagents.cli.review.ReviewRemedy.FileChange;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.source.SourceException;
import org.atomicagents.cli.source.SourceNode;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.MappingEntry;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.atomicagents.cli.source.SourcePosition;
import org.atomicagents.cli.source.TextFile;
import org.atomicagents.cli.source.YamlReader;

/**
 * The text of a valid agent file and of its schema files, to name the lines to change. Immutable.
 *
 * @param roots the agent file, and then its schema files
 */
record AgentFileText(Path file, List<SourceNode> roots) {
  private static final int MAX_SIZE = 1 << 20;

  AgentFileText {
    roots = List.copyOf(roots);
  }

  /** Reads an agent file again, which has been found valid. */
  static AgentFileText read(Path file) {
    var roots = new ArrayList<SourceNode>();
    try {
      roots.add(YamlReader.read(file.toString(), TextFile.read(file, MAX_SIZE)));
      if (roots.getFirst() instanceof Mapping mapping) {
        for (String key : List.of("input", "output")) {
          if (mapping.get(key) instanceof Scalar path && path.json().isString()) {
            Path schema = file.resolveSibling(path.json().stringValue());
            roots.add(JsonReader.read(schema.toString(), TextFile.read(schema, MAX_SIZE)));
          }
        }
      }
    } catch (IOException | SourceException e) {
      // The file has changed since it was read: lines are named without their numbers.
      return new AgentFileText(file, roots);
    }
    return new AgentFileText(file, roots);
  }

  /** Returns the position of the key of a section, such as {@code limits}; empty if absent. */
  private Optional<MappingEntry> section(String key) {
    return roots.isEmpty() || !(roots.getFirst() instanceof Mapping mapping)
        ? Optional.empty()
        : Optional.ofNullable(mapping.entries().get(key));
  }

  /**
   * Returns how to set a value in a section.
   *
   * @param section the name of the section; empty for the top level
   */
  FileChange set(String section, String key, String value) {
    String line = key + ": " + value;
    if (section.isEmpty()) {
      String place =
          section(key).map(old -> line(old.position()) + ": replace by").orElse(file + ": add");
      return new FileChange(place, line);
    }
    Optional<MappingEntry> found = section(section);
    if (found.isEmpty()) {
      return new FileChange(file + ": add", "%s: { %s }".formatted(section, line));
    }
    if (found.get().value() instanceof Mapping inner && inner.entries().get(key) != null) {
      SourcePosition position = inner.entries().get(key).position();
      return new FileChange("%s: in %s, replace by".formatted(line(position), section), line);
    }
    return new FileChange("%s: to %s, add".formatted(line(found.get().position()), section), line);
  }

  /** Returns the position of a text that is a value of the files; empty if there is none. */
  Optional<String> find(String text) {
    return scalars().stream()
        .filter(scalar -> scalar.json().isString() && scalar.json().stringValue().equals(text))
        .map(scalar -> line(scalar.position()))
        .findFirst();
  }

  /** Returns the position of the second occurrence of a line of the prompt; empty if not found. */
  Optional<String> findRepeated(String promptLine) {
    String wanted = normalized(promptLine);
    boolean isFound = false;
    for (Scalar scalar : scalars()) {
      String[] lines = scalar.json().asString("").split("\n", -1);
      for (int i = 0; i < lines.length; i++) {
        if (normalized(lines[i]).equals(wanted)) {
          if (isFound) {
            SourcePosition start = scalar.position();
            // The text of a block begins in the line after its mark.
            int line = start.line() + (lines.length == 1 ? 0 : i + 1);
            return Optional.of(start.file() + ":" + line);
          }
          isFound = true;
        }
      }
    }
    return Optional.empty();
  }

  private static String normalized(String line) {
    String text = line.strip().toLowerCase(Locale.ROOT);
    int start = text.startsWith("- ") || text.startsWith("* ") ? 2 : 0;
    int end = text.length();
    while (end > start && ".!;:".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  private static String line(SourcePosition position) {
    return position.file() + ":" + position.line();
  }

  private List<Scalar> scalars() {
    var found = new ArrayList<Scalar>();
    roots.forEach(root -> collect(root, found));
    return found;
  }

  private static void collect(SourceNode node, List<Scalar> found) {
    switch (node) {
      case Mapping mapping ->
          mapping.entries().values().forEach(entry -> collect(entry.value(), found));
      case Sequence sequence -> sequence.items().forEach(item -> collect(item, found));
      case Scalar scalar -> found.add(scalar);
    }
  }
}
