package org.atomicagents.internal.run;

import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of one run: it is open until it either commits or is closed.
 *
 * <p>Owns the resources to release at the end: the exchange in progress and the lease of the
 * conversation. Thread-safe.
 */
final class RunLifecycle {
  private final RunContext context;
  private final Lease lease;
  private volatile State state = State.OPEN;
  private volatile @Nullable ModelExchange exchange;

  /** Committing and closing exclude each other: the first of the two decides. */
  private enum State {
    OPEN,
    COMMITTING,
    CLOSED
  }

  RunLifecycle(RunContext context, Lease lease) {
    this.context = context;
    this.lease = lease;
  }

  RunContext context() {
    return context;
  }

  /** Returns whether the run was open, after cancelling it and releasing its resources. */
  boolean close() {
    if (!leaveOpen(State.CLOSED)) {
      return false;
    }
    try {
      context.cancel();
    } finally {
      try {
        closeExchange();
      } finally {
        releaseLease();
      }
    }
    return true;
  }

  /** Returns whether the run was open, and is in another state now. */
  private boolean leaveOpen(State next) {
    synchronized (this) {
      boolean isOpen = state == State.OPEN;
      if (isOpen) {
        state = next;
      }
      return isOpen;
    }
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /**
   * Checks that the run may continue.
   *
   * @throws CancelledException if the run was closed
   * @throws TimedOutException if another run has taken over the conversation
   */
  void requireOpen() {
    if (isClosed()) {
      throw closedException();
    }
    if (lease.isExpired()) {
      throw expiredException();
    }
  }

  /**
   * Checks during a long computation that the run may continue.
   *
   * @throws CancelledException if the run was closed or its thread is interrupted
   * @throws TimedOutException if the deadline has passed, or another run has taken over the
   *     conversation
   */
  void checkpoint() {
    requireOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted(activity(), null);
    }
    context.deadline().check(activity());
  }

  /**
   * Makes an exchange the one in progress; closes it if the run is closed already.
   *
   * @throws CancelledException if the run was closed
   */
  void begin(ModelExchange opened) {
    exchange = opened;
    if (isClosed()) {
      opened.close();
      throw closedException();
    }
  }

  /** Closes the exchange in progress, if there is one. */
  void closeExchange() {
    ModelExchange current = exchange;
    exchange = null;
    if (current != null) {
      current.close();
    }
  }

  /**
   * Begins to commit: from now on the run cannot be closed, and its lease does not expire.
   *
   * @throws CancelledException if the run was closed
   * @throws TimedOutException if another run has taken over the conversation
   */
  void beginCommit() {
    boolean isLeased = lease.beginCommit();
    if (isClosed()) {
      throw closedException();
    }
    if (!isLeased) {
      throw expiredException();
    }
    if (!leaveOpen(State.COMMITTING)) {
      throw closedException();
    }
  }

  /** Begins an activity, during which the lease of a run without a deadline does not expire. */
  void beginActivity() {
    lease.beginActivity();
  }

  void endActivity() {
    lease.endActivity();
  }

  /** Lets the next run into the conversation. */
  void releaseLease() {
    lease.close();
  }

  CancelledException closedException() {
    return CancelledException.closed(activity());
  }

  private TimedOutException expiredException() {
    return PendingTurn.expired(context.deadline(), activity());
  }

  /** Returns a description of the run, for messages. */
  String activity() {
    return "reading the response of agent '" + context.agent() + "'";
  }
}
