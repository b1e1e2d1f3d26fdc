package org.atomicagents.limit;

import java.util.Objects;
import org.atomicagents.internal.limit.LimitCore;
import org.atomicagents.internal.limit.LimitSettings;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** A builder of a {@link RateLimit}. Not thread-safe. */
public final class RateLimitBuilder {
  private static final double DEFAULT_BURST = 0.02;
  private static final int DEFAULT_OUTPUT_TOKENS = 512;

  private String name = "default";
  private RateLimits limits = RateLimits.none();
  private double burst = DEFAULT_BURST;
  private AdaptiveConcurrency concurrency = AdaptiveConcurrency.ofDefaults();
  private boolean isLearning = true;
  private TokenCounter counter = TokenCounter.heuristic();
  private int defaultOutputTokens = DEFAULT_OUTPUT_TOKENS;
  private OutputCharge outputCharge = OutputCharge.USED;
  private boolean countsCachedInput = true;
  private @Nullable PermitStore store;
  private double storeFailureShare;
  private TimeSource time = TimeSource.system();

  RateLimitBuilder() {}

  /** Sets the name of the limit, the beginning of its keys in the store; default: "default". */
  public RateLimitBuilder name(String newName) {
    this.name = Objects.requireNonNull(newName, "newName");
    return this;
  }

  /** Sets the requests per minute; 0 for no limit. */
  public RateLimitBuilder requests(long perMinute) {
    limits = limits.withRequests(perMinute);
    return this;
  }

  /** Sets the tokens per minute, input and output together; 0 for no limit. */
  public RateLimitBuilder tokens(long perMinute) {
    limits = limits.withTokens(perMinute);
    return this;
  }

  /** Sets the input tokens per minute; 0 for no limit. */
  public RateLimitBuilder inputTokens(long perMinute) {
    limits = limits.withInputTokens(perMinute);
    return this;
  }

  /** Sets the output tokens per minute; 0 for no limit. */
  public RateLimitBuilder outputTokens(long perMinute) {
    limits = limits.withOutputTokens(perMinute);
    return this;
  }

  /**
   * Sets the part of each limit that may be used at once after an idle time, from 0 to 1; default:
   * 0.02, at least one request.
   *
   * <p>The remaining part is spread evenly, so that no minute exceeds a limit. A large part lets
   * small groups of requests start together, and lowers the sustained rate by as much.
   *
   * @throws IllegalArgumentException if the part is out of range
   */
  public RateLimitBuilder burst(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("part: expected 0 to 1, found " + part);
    }
    this.burst = part;
    return this;
  }

  /** Sets the bounds of the number of concurrent requests. */
  public RateLimitBuilder concurrency(AdaptiveConcurrency settings) {
    this.concurrency = Objects.requireNonNull(settings, "settings");
    return this;
  }

  /**
   * Sets whether limits are learnt from the headers of responses; default: true.
   *
   * <p>A learnt limit replaces none, or a higher one.
   */
  public RateLimitBuilder learnFromHeaders(boolean learns) {
    this.isLearning = learns;
    return this;
  }

  /** Sets the counter of input tokens; default: {@link TokenCounter#heuristic()}. */
  public RateLimitBuilder tokenCounter(TokenCounter newCounter) {
    this.counter = Objects.requireNonNull(newCounter, "newCounter");
    return this;
  }

  /**
   * Sets the output tokens that are reserved for a request without {@code maxTokens}; default: 512.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public RateLimitBuilder defaultOutputTokens(int tokens) {
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens: expected 0 or more, found " + tokens);
    }
    this.defaultOutputTokens = tokens;
    return this;
  }

  /** Sets which output tokens the provider counts; default: {@link OutputCharge#USED}. */
  public RateLimitBuilder outputCharge(OutputCharge charge) {
    this.outputCharge = Objects.requireNonNull(charge, "charge");
    return this;
  }

  /**
   * Sets whether input tokens read from the provider's prompt cache count against the limits;
   * default: true, as with OpenAI. They do not count with Groq and with most models of Anthropic.
   */
  public RateLimitBuilder countCachedInput(boolean counts) {
    this.countsCachedInput = counts;
    return this;
  }

  /** Sets the store of the buckets; default: {@link PermitStore#inMemory(TimeSource)}. */
  public RateLimitBuilder store(PermitStore newStore) {
    this.store = Objects.requireNonNull(newStore, "newStore");
    return this;
  }

  /**
   * Sets the share of each limit that this process uses while the store fails, up to 1; default: 0,
   * which lets requests fail with {@link org.atomicagents.error.StoreException}.
   *
   * <p>With a share of 1 divided by the number of processes, no limit is exceeded. The store is
   * called again after a second, and up to every 8 seconds; permits that it did not accept are
   * added then.
   *
   * @throws IllegalArgumentException if the share is out of range
   */
  public RateLimitBuilder shareOnStoreFailure(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: expected 0 to 1, found " + share);
    }
    this.storeFailureShare = share;
    return this;
  }

  /** Sets the clock of all waits; default: the system clock. */
  public RateLimitBuilder timeSource(TimeSource newTime) {
    this.time = Objects.requireNonNull(newTime, "newTime");
    return this;
  }

  /** Returns the limit. */
  public RateLimit build() {
    PermitStore permits = store == null ? PermitStore.inMemory(time) : store;
    return new RateLimit(
        new LimitCore(
            new LimitSettings(
                name,
                limits,
                burst,
                concurrency,
                isLearning,
                counter,
                defaultOutputTokens,
                outputCharge,
                countsCachedInput,
                permits,
                storeFailureShare,
                time)));
  }
}
