package org.atomicagents.testing.internal.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Parses a regular expression into a {@link PatternExample}.
 *
 * <p>Expects an expression that {@link Pattern} has accepted. Which characters a class or an escape
 * stands for is decided by {@link Pattern} as well. For one expression; not thread-safe.
 */
final class PatternExampleParser {
  private static final PatternExample NOTHING = new PatternExample.Literal("");
  private static final String BOUNDARIES = "bBAzZG";
  // Printable ASCII where there is some, so that examples are readable.
  private static final int[][] RANGES = {{0x20, 0x7e}, {0, 0x24f}, {0, 0xffff}};

  private final String source;
  private int position;
  private int groups;

  private PatternExampleParser(String source) {
    this.source = source;
  }

  static PatternExample parse(String source) {
    return new PatternExampleParser(source).alternatives();
  }

  private PatternExample alternatives() {
    var parts = new ArrayList<PatternExample>();
    parts.add(sequence());
    while (skip("|")) {
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.getFirst() : new PatternExample.Alternatives(parts);
  }

  private PatternExample sequence() {
    var parts = new ArrayList<PatternExample>();
    while (position < source.length() && !startsWith("|") && !startsWith(")")) {
      parts.add(repeated(atom()));
    }
    return new PatternExample.Sequence(parts);
  }

  private PatternExample repeated(PatternExample atom) {
    PatternExample repeated = atom;
    if (skip("*")) {
      repeated = new PatternExample.Repeated(atom, 0, PatternExample.Repeated.UNBOUNDED);
    } else if (skip("+")) {
      repeated = new PatternExample.Repeated(atom, 1, PatternExample.Repeated.UNBOUNDED);
    } else if (skip("?")) {
      repeated = new PatternExample.Repeated(atom, 0, 1);
    } else if (skip("{")) {
      repeated = counted(atom, upTo('}'));
    } else {
      return atom;
    }
    // Reluctant and possessive quantifiers match the same texts.
    if (!skip("?")) {
      skip("+");
    }
    return repeated;
  }

  private static PatternExample counted(PatternExample atom, String counts) {
    int comma = counts.indexOf(',');
    int min = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
    if (comma < 0) {
      return new PatternExample.Repeated(atom, min, min);
    }
    String max = counts.substring(comma + 1);
    return new PatternExample.Repeated(
        atom, min, max.isEmpty() ? PatternExample.Repeated.UNBOUNDED : Integer.parseInt(max));
  }

  private PatternExample atom() {
    int start = position;
    int codePoint = source.codePointAt(position);
    position += Character.charCount(codePoint);
    return switch (codePoint) {
      case '(' -> group();
      case '[' -> {
        skipClass();
        yield oneOf(source.substring(start, position));
      }
      case '.' -> oneOf(".");
      case '^', '$' -> NOTHING;
      case '\\' -> escape();
      default -> new PatternExample.Literal(Character.toString(codePoint));
    };
  }

  private PatternExample group() {
    if (!skip("?")) {
      return closed(captured(""));
    }
    if (skip(":") || skip(">")) {
      return closed(alternatives());
    }
    if (skip("=") || skip("<=")) {
      return closed(new PatternExample.Sometimes(alternatives()));
    }
    if (skip("!") || skip("<!")) {
      alternatives();
      return closed(NOTHING);
    }
    if (skip("<")) {
      return closed(captured(upTo('>')));
    }
    // Inline flags, alone or with a group after a colon.
    while (!startsWith(":") && !startsWith(")")) {
      position++;
    }
    return closed(skip(":") ? alternatives() : NOTHING);
  }

  private PatternExample captured(String name) {
    String number = Integer.toString(++groups);
    return new PatternExample.Group(number, name.isEmpty() ? number : name, alternatives());
  }

  private PatternExample closed(PatternExample part) {
    skip(")");
    return part;
  }

  private PatternExample escape() {
    int start = position - 1;
    int codePoint = source.codePointAt(position);
    position += Character.charCount(codePoint);
    if (codePoint == 'Q') {
      int end = source.indexOf("\\E", position);
      String quoted = source.substring(position, end < 0 ? source.length() : end);
      position = end < 0 ? source.length() : end + 2;
      return new PatternExample.Literal(quoted);
    }
    if (codePoint == 'k') {
      position++;
      return new PatternExample.BackReference(upTo('>'));
    }
    if (codePoint >= '1' && codePoint <= '9') {
      return new PatternExample.BackReference(Character.toString(codePoint));
    }
    if (BOUNDARIES.indexOf(codePoint) >= 0) {
      return NOTHING;
    }
    skipEscaped(codePoint);
    return oneOf(source.substring(start, position));
  }

  /** Skips what belongs to an escape after its letter. */
  private void skipEscaped(int letter) {
    switch (letter) {
      case 'p', 'P', 'x', 'N' -> {
        if (startsWith("{")) {
          upTo('}');
        } else {
          position += letter == 'x' ? 2 : 1;
        }
      }
      case 'u' -> position += 4;
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
        case '\\' -> position++;
        case '[' -> depth++;
        case ']' -> depth--;
        default -> {}
      }
    }
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

  private String upTo(char end) {
    int found = source.indexOf(end, position);
    String text = source.substring(position, found);
    position = found + 1;
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
