package org.atomicagents.internal.limit;

import org.atomicagents.limit.RateLimits;

/** A kind of limited amount. */
enum LimitKind {
  REQUESTS("requests"),
  TOKENS("tokens"),
  INPUT_TOKENS("input-tokens"),
  OUTPUT_TOKENS("output-tokens");

  private final String suffix;

  LimitKind(String suffix) {
    this.suffix = suffix;
  }

  /** Returns the end of the keys of buckets of this kind. */
  String suffix() {
    return suffix;
  }

  /** Returns the limit per minute; 0 if there is none. */
  long of(RateLimits limits) {
    return switch (this) {
      case REQUESTS -> limits.requests();
      case TOKENS -> limits.tokens();
      case INPUT_TOKENS -> limits.inputTokens();
      case OUTPUT_TOKENS -> limits.outputTokens();
    };
  }

  /** Returns the amount of this kind of a request. */
  long of(RequestAmount amount) {
    return switch (this) {
      case REQUESTS -> amount.requests();
      case TOKENS -> amount.tokens();
      case INPUT_TOKENS -> amount.inputTokens();
      case OUTPUT_TOKENS -> amount.outputTokens();
    };
  }
}
