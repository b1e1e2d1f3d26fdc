package org.atomicagents.internal.schema.constraint;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.atomicagents.internal.json.ReadingBudget;

/**
 * A regular expression whose matching time is bounded.
 *
 * <p>Java's matcher backtracks, which takes exponential time for expressions such as {@code
 * (a+)+$}, and recurses for each repetition of a group, which can overflow the stack. The texts
 * come from a model and are untrusted input.
 *
 * <p>Thread-safe.
 */
public final class BoundedPattern {
  private static final int MIN_STEPS = 1_000_000;
  private static final int STEPS_PER_CHARACTER = 100;
  // Backtracking is harmless for short texts, so that their steps need not be counted.
  private static final int UNCOUNTED_LENGTH = 16;

  private final Pattern pattern;

  public BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Returns whether the entire text matches.
   *
   * @throws UndecidedException if matching exceeds the limit of steps or overflows the stack
   */
  public boolean matches(String text) {
    return matches(text, ReadingBudget.unlimited());
  }

  /**
   * Returns whether the entire text matches.
   *
   * @param budget counts the steps; its checkpoint can end the matching
   * @throws UndecidedException if matching exceeds the limit of steps or overflows the stack
   */
  public boolean matches(String text, ReadingBudget budget) {
    return test(text, budget, Matcher::matches);
  }

  /**
   * Returns whether any part of the text matches.
   *
   * @throws UndecidedException if matching exceeds the limit of steps or overflows the stack
   */
  public boolean matchesAnywhere(String text) {
    return test(text, ReadingBudget.unlimited(), Matcher::find);
  }

  private boolean test(String text, ReadingBudget budget, Predicate<Matcher> test) {
    if (text.length() <= UNCOUNTED_LENGTH) {
      return test.test(pattern.matcher(text));
    }
    try {
      return test.test(pattern.matcher(new CountingSequence(text, budget)));
    } catch (StackOverflowError e) {
      throw new UndecidedException(
          "a string that can be matched against " + pattern + " without a stack overflow");
    }
  }

  /**
   * Thrown if matching exceeds the limit of steps or overflows the stack; the message is the
   * expectation of the resulting violation.
   */
  public static final class UndecidedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecidedException(String expected) {
      super(expected, null, false, false);
    }
  }

  /** A character sequence that limits the number of its reads. */
  private final class CountingSequence implements CharSequence {
    private final String text;
    private final ReadingBudget budget;
    private final long maxSteps;
    private long steps;

    CountingSequence(String text, ReadingBudget budget) {
      this.text = text;
      this.budget = budget;
      this.maxSteps = Math.max(MIN_STEPS, (long) STEPS_PER_CHARACTER * text.length());
    }

    @Override
    public char charAt(int index) {
      if (++steps > maxSteps) {
        throw new UndecidedException(
            "a string that can be matched against " + pattern + " in " + maxSteps + " steps");
      }
      budget.addSteps(1);
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
