package org.atomicagents.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random combination of the layers around a run, and what each model does with its successive
 * requests.
 *
 * @param models the scripts of the models, the first one being that of the agent
 * @param retries the maximum of retries of each model
 * @param usageLimit the requests that a usage limit permits; 0 without one
 * @param share the share of second requests; 0 without hedging
 */
record OrderCase(
    List<List<Step>> models,
    List<Integer> retries,
    int maxAttempts,
    int maxRequests,
    int usageLimit,
    double share,
    boolean isMidStream,
    boolean isStreamed,
    boolean isCached) {
  private static final int STEPS = 12;

  /** What a model does with a request. */
  enum Kind {
    /** Responds with a valid output. */
    VALID,
    /** Responds with an output that violates its schema. */
    INVALID,
    /** Fails before the response: unavailable. */
    UNAVAILABLE,
    /** Fails before the response: the request is rejected. */
    REJECTED,
    /** The response breaks off, after a part of it if it is streamed. */
    BROKEN
  }

  /**
   * A step of a script.
   *
   * @param isSlow whether the response takes longer than the delay of a second request; the next
   *     step of the script is that of the second request, which responds at once
   */
  record Step(Kind kind, int inputTokens, int outputTokens, boolean isSlow) {}

  static OrderCase random(Random random) {
    int count = 1 + random.nextInt(3);
    double share = random.nextInt(3) == 0 ? 1 : 0;
    List<List<Step>> models = new ArrayList<>();
    List<Integer> retries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      models.add(script(random, share > 0));
      retries.add(random.nextInt(3));
    }
    return new OrderCase(
        models,
        retries,
        1 + random.nextInt(3),
        1 + random.nextInt(8),
        random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0,
        share,
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextInt(3) == 0);
  }

  private static List<Step> script(Random random, boolean isHedged) {
    List<Step> script = new ArrayList<>();
    boolean afterSlow = false;
    for (int i = 0; i < STEPS; i++) {
      int die = random.nextInt(10);
      Kind kind =
          die < 4
              ? Kind.VALID
              : die < 6
                  ? Kind.INVALID
                  : die < 8 ? Kind.UNAVAILABLE : die < 9 ? Kind.BROKEN : Kind.REJECTED;
      boolean isSlow = isHedged && !afterSlow && random.nextInt(4) == 0;
      if (isSlow || afterSlow) {
        kind = random.nextBoolean() ? Kind.VALID : Kind.INVALID;
      }
      script.add(new Step(kind, 1 + random.nextInt(100), 1 + random.nextInt(50), isSlow));
      afterSlow = isSlow;
    }
    return script;
  }
}
