package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.ReadingBudget;

/**
 * The limits of parsing one text: its time is proportional to the length of the text, and its
 * memory is bounded.
 *
 * <p>Not thread-safe.
 */
final class ParsingLimits {
  /** The maximum number of values, keys and syntax repairs, of about 50 bytes each. */
  static final int MAX_PARTS = 1_000_000;

  /** The maximum length of a text: it is copied several times, as the text and as JSON. */
  static final int MAX_LENGTH = 10_000_000;

  static final String TOO_LONG = "more than 10,000,000 characters of JSON that has to be repaired";
  static final String TOO_DEEP = "more than " + JsonIo.MAX_DEPTH + " levels of nesting";
  static final String TOO_IRREGULAR = "text that is too irregular to be parsed";
  static final String TOO_LARGE = "more than 1,000,000 values in JSON that has to be repaired";
  // Valid JSON takes about 5 steps per character, and malformed JSON of models up to 20.
  private static final int STEPS_PER_CHARACTER = 200;
  private static final int MIN_STEPS = 1_000_000;

  private final ReadingBudget budget;
  private final long maxSteps;
  private int parts;

  ParsingLimits(ReadingBudget budget, int length) {
    this.budget = budget;
    this.maxSteps = budget.steps() + MIN_STEPS + (long) STEPS_PER_CHARACTER * length;
  }

  /**
   * Counts examined characters.
   *
   * @throws RejectedTextException if there were too many
   */
  void addSteps(int count) {
    budget.addSteps(count);
    if (budget.steps() > maxSteps) {
      throw new RejectedTextException(TOO_IRREGULAR);
    }
  }

  /**
   * Counts a value, a key or a syntax repair.
   *
   * @throws RejectedTextException if there were too many
   */
  void addPart() {
    if (++parts > MAX_PARTS) {
      throw new RejectedTextException(TOO_LARGE);
    }
  }

  /** Returns the number of parts so far. */
  int parts() {
    return parts;
  }

  /** Discards the parts that were counted since there were {@code count}. */
  void discardParts(int count) {
    parts = count;
  }
}
