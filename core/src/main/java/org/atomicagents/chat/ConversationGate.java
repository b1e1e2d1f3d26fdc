package org.atomicagents.chat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.chat.ChatHistory.Visit;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.ConflictException;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.TimedOutException;

/** Lets runs into a conversation: all at once, one after the other, or one only. */
@FunctionalInterface
interface ConversationGate {
  Visit FREE = () -> {};

  Visit enter(Deadline deadline);

  static ConversationGate of(Overlap overlap) {
    if (overlap == Overlap.APPEND) {
      return deadline -> FREE;
    }
    var single = new Semaphore(1, true);
    return overlap == Overlap.QUEUE
        ? deadline -> queue(single, deadline)
        : deadline -> tryOnce(single);
  }

  private static Visit queue(Semaphore single, Deadline deadline) {
    try {
      if (!single.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw TimedOutException.of(
            TimedOutException.Limit.DEADLINE,
            deadline.length(),
            "waiting for another run of the conversation");
      }
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for another run of the conversation", e);
    }
    return visit(single);
  }

  private static Visit tryOnce(Semaphore single) {
    if (!single.tryAcquire()) {
      throw ConflictException.of(
          "Another run of this conversation is under way.\n"
              + "Wait for it, or use Overlap.QUEUE or Overlap.APPEND.");
    }
    return visit(single);
  }

  private static Visit visit(Semaphore single) {
    var left = new AtomicBoolean();
    return () -> {
      if (!left.getAndSet(true)) {
        single.release();
      }
    };
  }
}
