package org.atomicagents.token;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.TokenCounter;

/**
 * A counter that learns the tokenizer of one model from the usage in its responses.
 *
 * {@snippet :
 * var counter = CalibratedTokenCounter.of("claude-opus-4-5", Tokenizers.o200k());
 * var agent = AtomicAgent.builder(model.with(counter)).tokenCounter(counter).build();
 * }
 *
 * <p>It estimates by content class (prose, JSON, source code, Chinese, other scripts), by schemas
 * and by the number of messages, and learns the tokens of each. After about 20 requests of mixed
 * content, 95% of the estimates are within 5% of the tokens that the provider bills, and within 1
 * or 2% if it begins with the exact counts of any vocabulary. It needs a fixed amount of memory.
 * Requests with media, and usage that cannot belong to the request, are ignored.
 *
 * <p>Thread-safe. Requests to other models pass unchanged.
 */
public final class CalibratedTokenCounter implements TokenCounter, Interceptor {
  /** The number of requests of which every one is used; later ones are sampled. */
  private static final int FIRST_CALLS = 40;

  private static final int SAMPLING_INTERVAL = 8;

  /** An observation is wrong if it deviates from the estimate by more than this factor. */
  private static final double MAX_FACTOR = 6;

  /** The relative change from which new weights are published. */
  private static final double PUBLISHED_CHANGE = 0.002;

  private final String model;
  private final TokenCounter base;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger offered = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private RecursiveLeastSquares learned;
  private volatile CalibratedCounts current;

  private CalibratedTokenCounter(String model, TokenCounter base) {
    this.model = Objects.requireNonNull(model, "model");
    this.base = Objects.requireNonNull(base, "base");
    double[] weights = TokenFeatures.baseWeights(base);
    this.learned = RecursiveLeastSquares.of(weights, TokenFeatures.deviations());
    this.current = new CalibratedCounts(base, weights);
  }

  /**
   * Returns a counter that has not learned anything and begins with an estimate from the words and
   * the punctuation of a text.
   *
   * @param model the name of the model in requests
   */
  public static CalibratedTokenCounter of(String model) {
    return new CalibratedTokenCounter(model, WordEstimate.counter());
  }

  /**
   * Returns a counter that has not learned anything and begins with the counts of another one.
   *
   * @param model the name of the model in requests
   * @param base the counter whose counts are corrected, such as the exact counter of another
   *     vocabulary; {@link TokenCounter#heuristic()} is replaced with the estimate of {@link
   *     #of(String)}, from which fewer requests suffice
   */
  public static CalibratedTokenCounter of(String model, TokenCounter base) {
    return base.equals(TokenCounter.heuristic())
        ? of(model)
        : new CalibratedTokenCounter(model, base);
  }

  /** Returns the present estimate; it changes as the counter learns. */
  @Override
  public int count(String text) {
    return current.count(text);
  }

  /** Returns the present estimate; it changes as the counter learns. */
  @Override
  public int count(Message message) {
    return current.count(message);
  }

  @Override
  public int countSchema(String schema) {
    return current.countSchema(schema);
  }

  @Override
  public int requestTokens() {
    return current.requestTokens();
  }

  @Override
  public TokenCounter current() {
    return current;
  }

  /** Returns the estimated input tokens of a request; its media are not counted. */
  public int count(ModelRequest request) {
    double[] amounts = TokenFeatures.of(request, base);
    if (amounts != null) {
      return (int) Math.max(0, Math.round(current.estimate(amounts)));
    }
    return requestTokens() + request.messages().stream().mapToInt(this::count).sum();
  }

  /** Returns the number of requests from which this counter has learned. */
  public int calls() {
    return calls.get();
  }

  /** Returns the response to a request, and learns from the usage in it. */
  @Override
  public ModelExchange intercept(ModelRequest request, RunContext context, Chain chain) {
    ModelExchange exchange = chain.proceed(request, context);
    return request.model().equals(model)
        ? new CalibratingExchange(exchange, request, this)
        : exchange;
  }

  /**
   * Learns from a request and the usage that the provider reported for it.
   *
   * <p>Usage without input tokens is ignored, and so are requests with media.
   */
  public void learn(ModelRequest request, Usage usage) {
    long observed = inputTokens(usage);
    int call = observed <= 0 ? 0 : offered.incrementAndGet();
    if (observed <= 0 || (call > FIRST_CALLS && call % SAMPLING_INTERVAL != 0)) {
      return;
    }
    double[] amounts = TokenFeatures.of(request, base);
    if (amounts != null) {
      learn(amounts, (double) observed);
    }
  }

  private void learn(double[] amounts, double observed) {
    lock.lock();
    try {
      double expected = Math.max(1, learned.estimate(amounts));
      if (observed > expected * MAX_FACTOR || observed < expected / MAX_FACTOR) {
        return;
      }
      learned = learned.observe(amounts, observed);
      calls.incrementAndGet();
      double after = learned.estimate(amounts);
      double before = current.estimate(amounts);
      if (Math.abs(after - before) > PUBLISHED_CHANGE * after) {
        current = new CalibratedCounts(base, learned.weights());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns all input tokens, also if the usage counts cached ones separately. */
  private static long inputTokens(Usage usage) {
    long cached = usage.cacheReadTokens() + usage.cacheWriteTokens();
    return cached > usage.inputTokens() ? usage.inputTokens() + cached : usage.inputTokens();
  }

  @Override
  public String toString() {
    return "CalibratedTokenCounter[" + model + ", " + calls + " calls]";
  }
}
