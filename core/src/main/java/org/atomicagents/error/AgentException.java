package org.atomicagents.error;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * The root of the exceptions that a run throws if it produces no output.
 *
 * <p>Unchecked. The subtypes differ in how a caller can react; {@link #isRetryable()} gives the
 * short answer. Invalid arguments, and inputs that violate their constraints ({@link
 * InvalidInputException}), are {@link IllegalArgumentException}s instead.
 *
 * <p>Messages name the agent or provider, the problem, and in most cases a remedy on the last line.
 * They may repeat parts of a response, but never a key.
 */
public abstract sealed class AgentException extends RuntimeException
    permits AllModelsFailedException,
        ApprovalRequiredException,
        BatchItemException,
        CancelledException,
        CircuitOpenException,
        ConfigurationException,
        ConflictException,
        ContextTooLargeException,
        EmptyResponseException,
        InvalidOutputException,
        LimitExceededException,
        ProviderException,
        ModelRefusalException,
        ShutdownException,
        StoreException,
        TimedOutException,
        TransportException,
        TruncatedException {

  private volatile ConsumedUsage consumed = ConsumedUsage.NONE;

  private volatile @Nullable Timings timings;

  private record ConsumedUsage(
      Usage usage, List<String> requestIds, List<Charge> charges, int attempts, int requests) {
    static final ConsumedUsage NONE = new ConsumedUsage(Usage.NONE, List.of(), List.of(), 0, 0);
  }

  AgentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns whether the same request may succeed if it is sent again. */
  public abstract boolean isRetryable();

  /** Returns an exception of the same type, message, cause and data. */
  abstract AgentException copy();

  /** Returns the message, which every exception has. */
  final String message() {
    return Objects.requireNonNull(getMessage());
  }

  /**
   * Returns the same failure for another caller that waited for the same request: a copy without
   * usage, with the stack trace of this call. This exception is one of its suppressed ones.
   */
  public AgentException forOtherCaller() {
    AgentException copy = copy().recordUsage(Usage.NONE, requestIds(), List.of());
    copy.addSuppressed(this);
    return copy;
  }

  /**
   * Returns the tokens used by all requests of the run, as far as the provider reported them;
   * {@link Usage#NONE} if it reported none.
   */
  public Usage usage() {
    return consumed.usage();
  }

  /**
   * Returns the provider's ids of the run's responses, which its support asks for; unmodifiable.
   */
  public List<String> requestIds() {
    return consumed.requestIds();
  }

  /** Returns the number of responses of the failed run that were validated. */
  public int attempts() {
    return consumed.attempts();
  }

  /** Returns the number of requests that the failed run has sent. */
  public int requests() {
    return consumed.requests();
  }

  /**
   * Returns the usage of each request of the run with the prices of its model, as far as the
   * provider reported it; unmodifiable.
   */
  public List<Charge> charges() {
    return consumed.charges();
  }

  /**
   * Returns the cost of the reported usage, in the currency of the prices; zero if no usage was
   * reported.
   *
   * @return empty if the price of a model is not known; never zero for that reason
   */
  public Optional<BigDecimal> cost() {
    return Charge.total(charges(), usage());
  }

  /**
   * Returns the duration of the failed run until its failure, in total and by phase; empty if the
   * exception ended no run.
   */
  public Optional<Timings> timings() {
    return Optional.ofNullable(timings);
  }

  /** Sets the duration of the failed run. Called when a run ends; the last call takes effect. */
  public void recordTimings(Timings ofRun) {
    timings = Objects.requireNonNull(ofRun, "ofRun");
  }

  /**
   * Returns this exception after setting the usage and the request ids of the failed run, and
   * leaving its other counts. Called when a run ends; the last call takes effect.
   *
   * @param usage the tokens used by all requests of the run
   * @param requestIds the provider's ids of the run's responses
   * @param charges the usage of each request with its prices
   */
  public AgentException recordUsage(Usage usage, List<String> requestIds, List<Charge> charges) {
    return recordUsage(usage, requestIds, charges, consumed.attempts(), consumed.requests());
  }

  /**
   * Returns this exception after setting the usage of the failed run. Called when a run ends; the
   * last call takes effect.
   *
   * @param usage the tokens used by all requests of the run
   * @param requestIds the provider's ids of the run's responses
   * @param charges the usage of each request with its prices
   * @param attempts the number of responses of the run that were validated
   * @param requests the number of requests that the run has sent
   */
  public AgentException recordUsage(
      Usage usage, List<String> requestIds, List<Charge> charges, int attempts, int requests) {
    consumed =
        new ConsumedUsage(usage, List.copyOf(requestIds), List.copyOf(charges), attempts, requests);
    return this;
  }
}
