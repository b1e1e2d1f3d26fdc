package org.atomicagents.token;

import org.atomicagents.message.Message;
import org.atomicagents.model.TokenCounter;

/** A counter with the weights that were learned up to a time. Immutable and thread-safe. */
final class CalibratedCounts implements TokenCounter {
  private final TokenCounter base;
  private final double[] weights;

  CalibratedCounts(TokenCounter base, double[] weights) {
    this.base = base;
    this.weights = weights;
  }

  double estimate(double[] amounts) {
    return RecursiveLeastSquares.dot(weights, amounts);
  }

  @Override
  public int count(String text) {
    return text.isEmpty() ? 0 : rounded(estimate(TokenFeatures.of(text, base)));
  }

  @Override
  public int count(Message message) {
    return rounded(TokenFeatures.messageTokens(weights)) + TokenCounter.super.count(message);
  }

  @Override
  public int countSchema(String schema) {
    return rounded(TokenFeatures.schemaTokens(schema, base, weights));
  }

  @Override
  public int requestTokens() {
    return rounded(TokenFeatures.requestTokens(weights));
  }

  private static int rounded(double tokens) {
    return (int) Math.max(0, Math.round(tokens));
  }
}
