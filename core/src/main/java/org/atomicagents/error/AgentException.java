package org.atomicagents.error;

import java.util.List;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A run that brought no output; the subtypes say what the caller can do.
 *
 * <p>Wrong arguments are {@link IllegalArgumentException}s and not among them.
 */
public abstract sealed class AgentException extends RuntimeException
    permits AllModelsFailedException,
        CancelledException,
        ConfigurationException,
        ConflictException,
        ContextTooLargeException,
        EmptyResponseException,
        InvalidOutputException,
        LimitExceededException,
        ProviderException,
        ModelRefusalException,
        StoreException,
        TimedOutException,
        TransportException,
        TruncatedException {

  private volatile ConsumedUsage spent = ConsumedUsage.NOTHING;

  private record ConsumedUsage(Usage usage, List<String> requestIds) {
    static final ConsumedUsage NOTHING = new ConsumedUsage(Usage.NONE, List.of());
  }

  AgentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether the same request may succeed on another try. */
  public abstract boolean isRetryable();

  /** What the run had used when it failed, as far as known. */
  public Usage usage() {
    return spent.usage();
  }

  /** The providers' ids of the run's answers, for a question to their support. */
  public List<String> requestIds() {
    return spent.requestIds();
  }

  /**
   * Notes what the run had used; called by whoever ends a run, who knows. The last one is right.
   *
   * @return this
   */
  public AgentException recordSpent(Usage usage, List<String> requestIds) {
    spent = new ConsumedUsage(usage, List.copyOf(requestIds));
    return this;
  }
}
