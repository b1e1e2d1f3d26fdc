package org.atomicagents.chat;

import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;

/**
 * Grants the runs of a conversation access to it, according to an {@link OverlapPolicy}.
 *
 * <p>For implementations of {@link ChatHistory}. Thread-safe.
 */
@FunctionalInterface
public interface ConversationLock {

  /**
   * Returns the lease of one run; blocks or throws, according to the policy.
   *
   * @param deadline the deadline of the run, after which the lease may expire
   * @param time the clock that measures the idle time of a run without a deadline
   */
  Lease acquire(Deadline deadline, TimeSource time);

  /** Returns a new lock with a policy, which is valid within this process. */
  static ConversationLock of(OverlapPolicy policy) {
    return switch (policy) {
      case APPEND -> (deadline, time) -> SharedLease.INSTANCE;
      case QUEUE -> new ExclusiveLock()::await;
      case REJECT -> new ExclusiveLock()::tryAcquire;
    };
  }
}
