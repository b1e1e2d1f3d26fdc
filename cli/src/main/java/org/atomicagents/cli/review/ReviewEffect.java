package org.atomicagents.cli.review;

import java.util.Locale;

/**
 * What a change saves.
 *
 * @param share the saved share of the quantity, from 0 to 1; 0 for a risk
 */
public record ReviewEffect(Quantity quantity, double share) {
  private static final double PERCENT = 100;
  private static final double MANY = 0.1;

  /** A quantity that a change reduces. */
  public enum Quantity {
    /** The time until all inputs are done. */
    TIME("less time"),
    /** The time until a user sees something. */
    WAITING("less waiting"),
    REQUESTS("fewer requests"),
    COST("less cost"),
    INPUT_TOKENS("fewer input tokens"),
    /** An unlikely event with a large cost, which has no share. */
    RISK("limits a risk"),
    /** Runs that fail. */
    FAILURES("of the runs fail");

    private final String text;

    Quantity(String text) {
      this.text = text;
    }
  }

  static ReviewEffect risk() {
    return new ReviewEffect(Quantity.RISK, 0);
  }

  /** Returns the effect as a phrase, such as {@code 79% less time}. */
  public String text() {
    return quantity == Quantity.RISK ? quantity.text : percent(share) + " " + quantity.text;
  }

  /** Returns a share as a percentage, with a decimal digit if it is less than ten percent. */
  static String percent(double share) {
    // A share close to the whole is not rounded up to it.
    double percent = share < 1 ? Math.min(share * PERCENT, 99.4) : PERCENT;
    return String.format(Locale.ROOT, share < MANY && share > 0 ? "%.1f%%" : "%.0f%%", percent);
  }
}
