package org.atomicagents.testing.internal.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of a parsed regular expression that generates an example of a matching text.
 *
 * <p>Immutable and thread-safe. An example is likely to match, not certain to: anchors, negative
 * lookarounds and inline flags are ignored, so callers must check each example.
 */
sealed interface PatternExample {
  /** Appends an example. */
  void append(Output output);

  /** The generated text, and the positions of its capturing groups by number and by name. */
  final class Output {
    // Limits nested repetitions and references, whose lengths multiply.
    private static final int MAX_LENGTH = 50_000;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Captured> groups = new HashMap<>();
    private final SeededRandom random;
    private final int repetitions;

    Output(SeededRandom random, int repetitions) {
      this.random = random;
      this.repetitions = repetitions;
    }

    String text() {
      return text.toString();
    }

    /** A part of the text, which is not copied: the parts of nested groups overlap. */
    private record Captured(int start, int end) {}
  }

  /** Literal text. */
  record Literal(String text) implements PatternExample {
    @Override
    public void append(Output output) {
      output.text.append(text);
    }
  }

  /** One of several characters. */
  record OneOf(List<Integer> codePoints) implements PatternExample {
    @Override
    public void append(Output output) {
      output.text.appendCodePoint(output.random.<Integer>oneOf(codePoints));
    }
  }

  /** Several parts in order. */
  record Sequence(List<PatternExample> parts) implements PatternExample {
    @Override
    public void append(Output output) {
      parts.forEach(part -> part.append(output));
    }
  }

  /** One of several parts. */
  record Alternatives(List<PatternExample> parts) implements PatternExample {
    @Override
    public void append(Output output) {
      output.random.<PatternExample>oneOf(parts).append(output);
    }
  }

  /**
   * A part that is repeated {@code min} to {@code max} times.
   *
   * @param max maximum number of repetitions, or {@link #UNBOUNDED}
   */
  record Repeated(PatternExample part, int min, int max) implements PatternExample {
    static final int UNBOUNDED = -1;

    @Override
    public void append(Output output) {
      int count = max == UNBOUNDED ? randomCount(output) : output.random.between(min, max);
      // An empty repetition counts as any number of repetitions.
      boolean hasGrown = true;
      for (int i = 0; i < count && hasGrown && output.text.length() < Output.MAX_LENGTH; i++) {
        int before = output.text.length();
        part.append(output);
        hasGrown = output.text.length() > before;
      }
    }

    // Half of the examples are as long as possible, since short ones rarely reach a minLength.
    private int randomCount(Output output) {
      int maxCount = Math.max(min, output.repetitions);
      return output.random.chance(0.5) ? maxCount : output.random.between(min, maxCount);
    }
  }

  /** A capturing group. */
  record Group(String number, String name, PatternExample part) implements PatternExample {
    @Override
    public void append(Output output) {
      int start = output.text.length();
      part.append(output);
      var captured = new Output.Captured(start, output.text.length());
      output.groups.put(number, captured);
      output.groups.put(name, captured);
    }
  }

  /** The text of an earlier group. */
  record BackReference(String group) implements PatternExample {
    @Override
    public void append(Output output) {
      Output.Captured captured = output.groups.get(group);
      if (captured != null && output.text.length() < Output.MAX_LENGTH) {
        output.text.append(output.text, captured.start(), captured.end());
      }
    }
  }

  /** A part that half of the examples contain, such as the content of a lookahead. */
  record OptionalPart(PatternExample part) implements PatternExample {
    @Override
    public void append(Output output) {
      if (output.random.chance(0.5)) {
        part.append(output);
      }
    }
  }
}
