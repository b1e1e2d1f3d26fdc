package org.atomicagents.internal.schema.constraint;

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
public final class BoundedPattern {
  private static final int MIN_STEPS = 1_000_000;
  private static final int STEPS_PER_CHARACTER = 100;
  // No expression gets far with so little: it is spared the counting.
  private static final int UNCOUNTED_LENGTH = 16;

  private final Pattern pattern;

  public BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    return test(text, Matcher::matches);
  }

  /** Whether some part of the text matches. */
  public boolean matchesAnywhere(String text) {
    return test(text, Matcher::find);
  }

  private boolean test(String text, Predicate<Matcher> test) {
    if (text.length() <= UNCOUNTED_LENGTH) {
      return test.test(pattern.matcher(text));
    }
    try {
      return test.test(pattern.matcher(new CountingSequence(text)));
    } catch (StackOverflowError e) {
      throw new UndecidedException("a text that " + pattern + " can be checked with");
    }
  }

  /** That a text is too hard for an expression; its message says what to expect instead. */
  public static final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecidedException(String expected) {
      super(expected, null, false, false);
    }
  }

  /** A text that counts how often it is looked at. */
  private final class CountingSequence implements CharSequence {
    private final String text;
    private final long maxSteps;
    private long steps;

    CountingSequence(String text) {
      this.text = text;
      this.maxSteps = Math.max(MIN_STEPS, (long) STEPS_PER_CHARACTER * text.length());
    }

    @Override
    public char charAt(int index) {
      if (++steps > maxSteps) {
        throw new UndecidedException(
            "a text that " + pattern + " can be checked with in " + maxSteps + " steps");
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
