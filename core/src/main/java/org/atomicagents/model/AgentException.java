package org.atomicagents.model;

import java.util.ArrayList;
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

  private volatile Usage usage = Usage.NONE;
  private volatile List<String> requestIds = List.of();

  AgentException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether the same request may succeed on another try. */
  public abstract boolean isRetryable();

  /** What the run had used when it failed, as far as known. */
  public Usage usage() {
    return usage;
  }

  /** The providers' ids of the run's answers, for a question to their support. */
  public List<String> requestIds() {
    return requestIds;
  }

  /**
   * Notes what the run had used; called by outer layers, which know, like {@link #addSuppressed}.
   *
   * @return this
   */
  public AgentException addSpent(Usage moreUsage, List<String> moreIds) {
    usage = usage.plus(moreUsage);
    var ids = new ArrayList<>(requestIds);
    ids.addAll(moreIds);
    requestIds = List.copyOf(ids);
    return this;
  }
}
