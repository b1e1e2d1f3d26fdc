package org.atomicagents.internal.submission;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BatchItemException.Reason;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.model.batch.BatchHandle;
import org.atomicagents.model.batch.BatchStatus;
import org.atomicagents.model.batch.BatchStatus.State;
import org.jspecify.annotations.Nullable;

/** The statuses of the batches of a submission; those that have ended are kept. Thread-safe. */
public final class PartStates {
  private final BatchClient client;
  private final Map<BatchHandle, BatchStatus> ended = new ConcurrentHashMap<>();

  public PartStates(BatchClient client) {
    this.client = client;
  }

  /** Returns the sum of the statuses of batches; a completed one if there are none. */
  public BatchStatus poll(List<SubmissionPart> parts, Duration timeout) {
    var sum = new StatusSum();
    for (SubmissionPart part : parts) {
      BatchHandle batch = part.batch();
      if (batch != null) {
        sum.add(status(batch, timeout), part.requests());
      }
    }
    return sum.status();
  }

  /** Cancels the batches that have not ended; a failure does not prevent the others. */
  public void cancel(List<SubmissionPart> parts, Duration timeout) {
    @Nullable AgentException first = null;
    for (SubmissionPart part : parts) {
      BatchHandle batch = part.batch();
      if (batch != null && !ended.containsKey(batch)) {
        try {
          client.cancel(batch, timeout);
        } catch (CancelledException e) {
          throw e;
        } catch (AgentException e) {
          if (first == null) {
            first = e;
          } else {
            first.addSuppressed(e);
          }
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Returns whether a batch has ended and was not rejected as a whole. */
  boolean hasResults(SubmissionPart part) {
    BatchStatus status = known(part);
    return status != null && status.state() != State.FAILED;
  }

  /** Returns why an item of a batch that has ended has no result. */
  Reason reasonWithoutResult(SubmissionPart part) {
    BatchStatus status = known(part);
    return status == null
        ? Reason.NOT_SUBMITTED
        : switch (status.state()) {
          case CANCELLED -> Reason.CANCELLED;
          case EXPIRED -> Reason.EXPIRED;
          case FAILED -> Reason.REJECTED;
          default -> Reason.MISSING;
        };
  }

  /** Returns the provider's reason for the failure of a batch; empty if there is none. */
  String message(SubmissionPart part) {
    BatchStatus status = known(part);
    return status == null ? "" : status.message();
  }

  /** Gets the statuses of batches whose end is not known yet; needed in another process. */
  void refresh(Submission submission, Duration timeout) {
    submission.rounds().forEach(round -> poll(round.parts(), timeout));
  }

  private @Nullable BatchStatus known(SubmissionPart part) {
    BatchHandle batch = part.batch();
    return batch == null ? null : ended.get(batch);
  }

  private BatchStatus status(BatchHandle batch, Duration timeout) {
    BatchStatus known = ended.get(batch);
    if (known != null) {
      return known;
    }
    BatchStatus status = client.status(batch, timeout);
    if (status.state().isEnd()) {
      ended.put(batch, status);
    }
    return status;
  }

  /** The sum of statuses. */
  private static final class StatusSum {
    private @Nullable State state;
    private long total;
    private long succeeded;
    private long failed;
    private @Nullable Instant created;
    private @Nullable Instant expires;
    private @Nullable Instant ended;
    private String message = "";

    void add(BatchStatus status, int requests) {
      state = state == null ? status.state() : combined(state, status.state());
      // Some providers count requests only after their check.
      total += Math.max(status.total(), requests);
      succeeded += status.succeeded();
      failed += status.failed();
      created = earlier(created, status.created());
      expires = earlier(expires, status.expires());
      Instant end = status.ended();
      ended = ended == null || (end != null && end.isAfter(ended)) ? end : ended;
      message = message.isEmpty() ? status.message() : message;
    }

    BatchStatus status() {
      State all = state == null ? State.COMPLETED : state;
      return new BatchStatus(
          all, total, succeeded, failed, created, expires, all.isEnd() ? ended : null, message);
    }

    /** Returns a state that is no end before both have ended, and then the less complete one. */
    private static State combined(State one, State other) {
      if (one.isEnd() != other.isEnd()) {
        State open = one.isEnd() ? other : one;
        return open == State.PENDING ? State.RUNNING : open;
      }
      if (!one.isEnd()) {
        return one == other ? one : cancellingOrRunning(one, other);
      }
      return one.compareTo(other) >= 0 ? one : other;
    }

    private static State cancellingOrRunning(State one, State other) {
      return one == State.CANCELLING || other == State.CANCELLING
          ? State.CANCELLING
          : State.RUNNING;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return one.isBefore(other) ? one : other;
    }
  }
}
