package org.atomicagents.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that brought no output; the subtypes say what the caller can do.
 *
 * <p>Wrong arguments are {@link IllegalArgumentException}s and not among them.
 */
public abstract sealed class AgentException extends RuntimeException
    permits AllFailedException,
        CancelledException,
        ConfigurationException,
        ConflictException,
        ContextTooLargeException,
        EmptyReplyException,
        InvalidOutputException,
        LimitExceededException,
        ProviderException,
        RefusedException,
        StoreException,
        TimedOutException,
        TransportException,
        TruncatedException {

  private volatile Spent spent = Spent.NOTHING;

  private record Spent(Usage usage, List<String> requestIds) {
    static final Spent NOTHING = new Spent(Usage.NONE, List.of());
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
    spent = new Spent(usage, List.copyOf(requestIds));
    return this;
  }
}
