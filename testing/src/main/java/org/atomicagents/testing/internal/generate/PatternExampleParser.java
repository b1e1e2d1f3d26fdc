package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Parses a regular expression into a {@link PatternExample}.
 *
 * <p>The expression must be valid for {@link Pattern}, which is also used to find the characters of
 * a class or an escape. For one expression; not thread-safe.
 */
final class PatternExampleParser {
  private static final PatternExample EMPTY = new PatternExample.Literal("");
  private static final String BOUNDARIES = "bBAzZG";
  // Printable ASCII is preferred, so that examples are readable.
  private static final int[][] RANGES = {
    {0x20, 0x7e}, {0, 0x24f}, {0, 0xffff}, {0x10000, Character.MAX_CODE_POINT}
  };

  private final String source;
  private int position;
  private int groups;

  private PatternExampleParser(String source) {
    this.source = source;
  }

  static PatternExample parse(String source) {
    return new PatternExampleParser(source).parseAlternatives();
  }

  private PatternExample parseAlternatives() {
    var parts = new ArrayList<PatternExample>();
    parts.add(parseSequence());
    while (skip("|")) {
      parts.add(parseSequence());
    }
    return parts.size() == 1 ? parts.getFirst() : new PatternExample.Alternatives(parts);
  }

  private PatternExample parseSequence() {
    var parts = new ArrayList<PatternExample>();
    while (position < source.length() && !startsWith("|") && !startsWith(")")) {
      parts.add(parseQuantifier(parseAtom()));
    }
    return new PatternExample.Sequence(parts);
  }

  private PatternExample parseQuantifier(PatternExample atom) {
    PatternExample repeated = atom;
    if (skip("*")) {
      repeated = new PatternExample.Repeated(atom, 0, PatternExample.Repeated.UNBOUNDED);
    } else if (skip("+")) {
      repeated = new PatternExample.Repeated(atom, 1, PatternExample.Repeated.UNBOUNDED);
    } else if (skip("?")) {
      repeated = new PatternExample.Repeated(atom, 0, 1);
    } else if (skip("{")) {
      repeated = parseCounts(atom, readUpTo('}'));
    } else {
      return atom;
    }
    // Reluctant and possessive quantifiers match the same texts.
    if (!skip("?")) {
      skip("+");
    }
    return repeated;
  }

  private static PatternExample parseCounts(PatternExample atom, String counts) {
    int comma = counts.indexOf(',');
    int min = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
    if (comma < 0) {
      return new PatternExample.Repeated(atom, min, min);
    }
    String max = counts.substring(comma + 1);
    return new PatternExample.Repeated(
        atom, min, max.isEmpty() ? PatternExample.Repeated.UNBOUNDED : Integer.parseInt(max));
  }

  private PatternExample parseAtom() {
    int start = position;
    int codePoint = source.codePointAt(position);
    position += Character.charCount(codePoint);
    return switch (codePoint) {
      case '(' -> parseGroup();
      case '[' -> {
        skipClass();
        yield oneOf(source.substring(start, position));
      }
      case '.' -> oneOf(".");
      case '^', '$' -> EMPTY;
      case '\\' -> parseEscape();
      default -> new PatternExample.Literal(Character.toString(codePoint));
    };
  }

  private PatternExample parseGroup() {
    if (!skip("?")) {
      return closeGroup(parseCapturingGroup(""));
    }
    if (skip(":") || skip(">")) {
      return closeGroup(parseAlternatives());
    }
    if (skip("=") || skip("<=")) {
      return closeGroup(new PatternExample.OptionalPart(parseAlternatives()));
    }
    if (skip("!") || skip("<!")) {
      parseAlternatives();
      return closeGroup(EMPTY);
    }
    if (skip("<")) {
      return closeGroup(parseCapturingGroup(readUpTo('>')));
    }
    // Inline flags, alone or with a group after a colon.
    while (!startsWith(":") && !startsWith(")")) {
      position++;
    }
    return closeGroup(skip(":") ? parseAlternatives() : EMPTY);
  }

  private PatternExample parseCapturingGroup(String name) {
    String number = Integer.toString(++groups);
    return new PatternExample.Group(number, name.isEmpty() ? number : name, parseAlternatives());
  }

  private PatternExample closeGroup(PatternExample part) {
    skip(")");
    return part;
  }

  private PatternExample parseEscape() {
    int start = position - 1;
    int codePoint = source.codePointAt(position);
    position += Character.charCount(codePoint);
    if (codePoint == 'Q') {
      int end = endOfQuote();
      String quoted = source.substring(position, end);
      position = Math.min(source.length(), end + 2);
      return new PatternExample.Literal(quoted);
    }
    if (codePoint == 'k') {
      position++;
      return new PatternExample.BackReference(readUpTo('>'));
    }
    if (codePoint >= '1' && codePoint <= '9') {
      return new PatternExample.BackReference(readGroupNumber(codePoint - '0'));
    }
    if (BOUNDARIES.indexOf(codePoint) >= 0) {
      // A boundary of another kind, such as \\b{g}.
      if (codePoint == 'b' && skip("{")) {
        readUpTo('}');
      }
      return EMPTY;
    }
    skipEscaped(codePoint);
    return oneOf(source.substring(start, position));
  }

  /** Skips the rest of an escape after its letter. */
  private void skipEscaped(int letter) {
    switch (letter) {
      case 'p', 'P', 'x', 'N' -> {
        if (startsWith("{")) {
          readUpTo('}');
        } else {
          position += letter == 'x' ? 2 : 1;
        }
      }
      case 'u' -> {
        position += 4;
        // Two escapes of surrogates are one character.
        if (isHighSurrogate(position - 4) && startsWith("\\u")) {
          position += 6;
        }
      }
      case 'c' -> position++;
      case '0' -> {
        int end = Math.min(source.length(), position + 3);
        while (position < end && source.charAt(position) >= '0' && source.charAt(position) <= '7') {
          position++;
        }
      }
      default -> {}
    }
  }

  private void skipClass() {
    skip("^");
    skip("]");
    int depth = 1;
    while (depth > 0 && position < source.length()) {
      switch (source.charAt(position++)) {
        case '\\' -> {
          position = startsWith("Q") ? Math.min(source.length(), endOfQuote() + 2) : position + 1;
        }
        case '[' -> depth++;
        case ']' -> depth--;
        default -> {}
      }
    }
  }

  /** Returns the index of the next \\E, or of the end. */
  private int endOfQuote() {
    int end = source.indexOf("\\E", position);
    return end < 0 ? source.length() : end;
  }

  // As in Pattern, a digit belongs to the number as long as a group with this number exists.
  private String readGroupNumber(int firstDigit) {
    int number = firstDigit;
    while (position < source.length() && Character.isDigit(source.charAt(position))) {
      int longer = number * 10 + source.charAt(position) - '0';
      if (longer > groups) {
        break;
      }
      number = longer;
      position++;
    }
    return Integer.toString(number);
  }

  private boolean isHighSurrogate(int start) {
    return Character.isHighSurrogate(
        (char) Integer.parseInt(source.substring(start, start + 4), 16));
  }

  private static PatternExample oneOf(String characterClass) {
    Pattern pattern = Pattern.compile(characterClass);
    for (int[] range : RANGES) {
      List<Integer> matching =
          IntStream.rangeClosed(range[0], range[1])
              .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
              .filter(c -> pattern.matcher(Character.toString(c)).matches())
              .boxed()
              .toList();
      if (!matching.isEmpty()) {
        return new PatternExample.OneOf(matching);
      }
    }
    throw new IllegalArgumentException("no character matches " + characterClass);
  }

  private String readUpTo(char end) {
    int index = source.indexOf(end, position);
    String text = source.substring(position, index);
    position = index + 1;
    return text;
  }

  private boolean skip(String text) {
    boolean present = startsWith(text);
    if (present) {
      position += text.length();
    }
    return present;
  }

  private boolean startsWith(String text) {
    return source.startsWith(text, position);
  }
}
