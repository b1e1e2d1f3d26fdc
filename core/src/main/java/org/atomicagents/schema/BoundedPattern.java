package org.atomicagents.schema;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression that comes to an end with any text.
 *
 * <p>Java's matcher tries again from where it went wrong, which takes ages with expressions such as
 * {@code (a+)+$}, and enters itself for each repeat of a group, which overflows the stack. The
 * texts are a model's, and so anybody's.
 *
 * <p>Thread-safe.
 */
final class BoundedPattern {
  private static final int LEAST_STEPS = 1_000_000;
  private static final int STEPS_PER_CHARACTER = 100;
  // No expression gets far with so little: it is spared the counting.
  private static final int SHORT = 16;

  private final Pattern pattern;

  BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Whether the whole text matches. */
  boolean matches(String text) {
    return test(text, Matcher::matches);
  }

  /** Whether some part of the text matches. */
  boolean isFoundIn(String text) {
    return test(text, Matcher::find);
  }

  private boolean test(String text, Predicate<Matcher> test) {
    if (text.length() <= SHORT) {
      return test.test(pattern.matcher(text));
    }
    try {
      return test.test(pattern.matcher(new Counted(text)));
    } catch (StackOverflowError e) {
      throw new UndecidedException("a text that " + pattern + " can be checked with");
    }
  }

  /** That a text is too hard for an expression; its message says what to expect instead. */
  static final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecidedException(String expected) {
      super(expected, null, false, false);
    }
  }

  /** A text that counts how often it is looked at. */
  private final class Counted implements CharSequence {
    private final String text;
    private final long most;
    private long steps;

    Counted(String text) {
      this.text = text;
      this.most = Math.max(LEAST_STEPS, (long) STEPS_PER_CHARACTER * text.length());
    }

    @Override
    public char charAt(int index) {
      if (++steps > most) {
        throw new UndecidedException(
            "a text that " + pattern + " can be checked with in " + most + " steps");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
