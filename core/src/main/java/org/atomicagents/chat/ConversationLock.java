package org.atomicagents.chat;

import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.model.Deadline;

/** Grants the runs of a conversation access to it, according to an {@link OverlapPolicy}. */
@FunctionalInterface
interface ConversationLock {

  /** Grants access to one run, whose lease expires at the deadline. */
  Lease acquire(Deadline deadline);

  /** Returns a new lock. */
  static ConversationLock of(OverlapPolicy overlap) {
    return switch (overlap) {
      case APPEND -> deadline -> SharedLease.INSTANCE;
      case QUEUE -> new ExclusiveLock()::await;
      case REJECT -> new ExclusiveLock()::tryAcquire;
    };
  }

  /** A lease that excludes nobody, and so never expires. */
  enum SharedLease implements Lease {
    INSTANCE;

    @Override
    public boolean isExpired() {
      return false;
    }

    @Override
    public boolean beginCommit() {
      return true;
    }

    @Override
    public void close() {}
  }
}
