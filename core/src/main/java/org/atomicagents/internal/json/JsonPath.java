package org.atomicagents.internal.json;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * The location of a value in a JSON document, such as {@code $.lines[2].sku} or {@code $["odd
 * key"]}.
 *
 * <p>Immutable.
 */
public record JsonPath(List<Step> steps) {

  /** The path of the document's root value. */
  public static final JsonPath ROOT = new JsonPath(List.of());

  public JsonPath {
    steps = List.copyOf(steps);
  }

  /** One step from a value to a child. */
  public sealed interface Step {}

  /** The step to a property of an object. */
  public record Key(String name) implements Step {}

  /** The step to an element of an array, counted from 0. */
  public record Index(int index) implements Step {}

  /**
   * Returns the path that a text denotes.
   *
   * @throws IllegalArgumentException if the text is not a path
   */
  public static JsonPath parse(String text) {
    return new PathParser(text).parse();
  }

  /** Returns whether this is the path of the root value. */
  public boolean isRoot() {
    return steps.isEmpty();
  }

  /** Returns the path of the enclosing value; the root path for the root itself. */
  public JsonPath parent() {
    return isRoot() ? this : new JsonPath(steps.subList(0, steps.size() - 1));
  }

  /** Returns whether this path equals {@code other} or is below it. */
  public boolean isWithin(JsonPath other) {
    return steps.size() >= other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  /** Returns whether any step is an array index. */
  public boolean hasIndex() {
    return steps.stream().anyMatch(Index.class::isInstance);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("$");
    for (Step step : steps) {
      switch (step) {
        case Key key when isWord(key.name()) -> text.append('.').append(key.name());
        case Key key -> text.append('[').append(JsonIo.quote(key.name())).append(']');
        case Index index -> text.append('[').append(index.index()).append(']');
      }
    }
    return text.toString();
  }

  private static boolean isWord(String name) {
    return !name.isEmpty() && name.chars().allMatch(JsonPath::isWordCharacter);
  }

  private static boolean isWordCharacter(int c) {
    return c == '_' || c == '-' || Character.isLetterOrDigit(c);
  }

  private static final class PathParser {
    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int position = 1;

    PathParser(String text) {
      this.text = text;
    }

    JsonPath parse() {
      if (!text.startsWith("$")) {
        throw invalidPath();
      }
      while (position < text.length()) {
        if (text.charAt(position) == '.') {
          steps.add(new Key(readName()));
        } else if (text.startsWith("[\"", position)) {
          steps.add(new Key(readQuotedName()));
        } else {
          steps.add(new Index(readIndex()));
        }
      }
      return new JsonPath(steps);
    }

    private String readName() {
      int start = ++position;
      while (position < text.length() && isWordCharacter(text.charAt(position))) {
        position++;
      }
      if (position == start) {
        throw invalidPath();
      }
      return text.substring(start, position);
    }

    private String readQuotedName() {
      try (JsonParser parser = JsonIo.parser(text.substring(position + 1))) {
        parser.nextToken();
        String name = parser.getString();
        position += 1 + (int) parser.currentLocation().getCharOffset();
        if (!text.startsWith("]", position)) {
          throw invalidPath();
        }
        position++;
        return name;
      } catch (JacksonException e) {
        throw invalidPath();
      }
    }

    private int readIndex() {
      int end = text.indexOf(']', position);
      if (text.charAt(position) != '['
          || end < 0
          || !text.substring(position + 1, end).matches("\\d{1,9}")) {
        throw invalidPath();
      }
      int index = Integer.parseInt(text.substring(position + 1, end));
      position = end + 1;
      return index;
    }

    private IllegalArgumentException invalidPath() {
      return new IllegalArgumentException(
          "expected a path such as $.lines[2].sku, found \"" + text + "\"");
    }
  }
}
