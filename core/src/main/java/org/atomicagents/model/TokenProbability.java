package org.atomicagents.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A token of a response with its probability, and the tokens that the model could have chosen in
 * its place.
 *
 * <p>A token is a sequence of bytes, since it can end inside a character. The probability depends
 * on all earlier tokens. Some servers report the probabilities of the model itself, others those
 * after the tokens that a schema forbids were removed. Immutable.
 */
public final class TokenProbability {
  private final byte[] utf8;
  private final double probability;
  private final List<TokenProbability> alternatives;

  private TokenProbability(byte[] utf8, double probability, List<TokenProbability> alternatives) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "probability: expected a number from 0 to 1, found " + probability);
    }
    this.utf8 = utf8;
    this.probability = probability;
    this.alternatives = alternatives;
  }

  /**
   * Returns a token without alternatives.
   *
   * @param utf8 the bytes of the token in UTF-8; empty for a token without text, such as the end
   * @param probability from 0 to 1; 0 if it is too small to be reported
   */
  public static TokenProbability of(byte[] utf8, double probability) {
    return new TokenProbability(utf8.clone(), probability, List.of());
  }

  /** Returns a token without alternatives whose text ends with a complete character. */
  public static TokenProbability of(String text, double probability) {
    return new TokenProbability(text.getBytes(StandardCharsets.UTF_8), probability, List.of());
  }

  /**
   * Returns a copy with the most probable tokens at this place, usually this one among them, best
   * first.
   */
  public TokenProbability withAlternatives(List<TokenProbability> tokens) {
    return new TokenProbability(utf8, probability, List.copyOf(tokens));
  }

  /** Returns the bytes of the token in UTF-8. */
  public byte[] utf8() {
    return utf8.clone();
  }

  /** Returns the text of the token; incomplete characters are replaced. */
  public String text() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Returns the probability, from 0 to 1. */
  public double probability() {
    return probability;
  }

  /** Returns the most probable tokens at this place, usually with this one; empty if unknown. */
  public List<TokenProbability> alternatives() {
    return alternatives;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenProbability token
        && probability == token.probability
        && Arrays.equals(utf8, token.utf8)
        && alternatives.equals(token.alternatives);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(utf8) + Double.hashCode(probability);
  }

  /** Returns the number of bytes, the probability and the number of alternatives. */
  @Override
  public String toString() {
    return "TokenProbability["
        + utf8.length
        + " bytes, "
        + probability
        + ", "
        + alternatives.size()
        + " alternatives]";
  }
}
