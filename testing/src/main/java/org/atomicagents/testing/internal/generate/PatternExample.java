package org.atomicagents.testing.internal.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a regular expression that writes an example of the texts that it matches.
 *
 * <p>Immutable and thread-safe. An example is likely to match, not certain to: anchors, negative
 * lookarounds and inline flags are not taken into account, so the caller checks each example.
 */
sealed interface PatternExample {
  /** Appends an example. */
  void append(Output output);

  /** The text written so far, and the texts of its capturing groups by number and by name. */
  final class Output {
    // Nested repetitions multiply; an example never needs more.
    private static final int MAX_LENGTH = 50_000;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> groups = new HashMap<>();
    private final SeededRandom draw;
    private final int repetitions;

    Output(SeededRandom draw, int repetitions) {
      this.draw = draw;
      this.repetitions = repetitions;
    }

    String text() {
      return text.toString();
    }
  }

  /** Text that stands for itself. */
  record Literal(String text) implements PatternExample {
    @Override
    public void append(Output output) {
      output.text.append(text);
    }
  }

  /** One character out of several. */
  record OneOf(List<Integer> codePoints) implements PatternExample {
    @Override
    public void append(Output output) {
      output.text.appendCodePoint(output.draw.<Integer>oneOf(codePoints));
    }
  }

  /** All parts, one after another. */
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
      output.draw.<PatternExample>oneOf(parts).append(output);
    }
  }

  /**
   * A part from {@code min} to {@code max} times.
   *
   * @param max {@link #UNBOUNDED} if there is no limit
   */
  record Repeated(PatternExample part, int min, int max) implements PatternExample {
    static final int UNBOUNDED = -1;

    @Override
    public void append(Output output) {
      int count = max == UNBOUNDED ? unbounded(output) : output.draw.between(min, max);
      for (int i = 0; i < count && output.text.length() < Output.MAX_LENGTH; i++) {
        part.append(output);
      }
    }

    // Half of the examples are as long as possible, since short ones rarely reach a minLength.
    private int unbounded(Output output) {
      int most = Math.max(min, output.repetitions);
      return output.draw.chance(0.5) ? most : output.draw.between(min, most);
    }
  }

  /** A capturing group. */
  record Group(String number, String name, PatternExample part) implements PatternExample {
    @Override
    public void append(Output output) {
      int start = output.text.length();
      part.append(output);
      String captured = output.text.substring(start);
      output.groups.put(number, captured);
      output.groups.put(name, captured);
    }
  }

  /** The text of an earlier group. */
  record BackReference(String group) implements PatternExample {
    @Override
    public void append(Output output) {
      output.text.append(output.groups.getOrDefault(group, ""));
    }
  }

  /** A part that half of the examples have, such as the content of a lookahead. */
  record Sometimes(PatternExample part) implements PatternExample {
    @Override
    public void append(Output output) {
      if (output.draw.chance(0.5)) {
        part.append(output);
      }
    }
  }
}
