package org.atomicagents.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.TimedOutException;
import org.atomicagents.model.TimedOutException.Limit;
import org.atomicagents.model.TransportException;

/** What an exception of the HTTP library means to the caller. */
final class Failures {
  private final HttpCall http;
  private final PoolLimits limits;
  private final Deadline deadline;
  private final boolean deadlineFirst;

  Failures(HttpCall http, PoolLimits limits, Deadline deadline) {
    this.http = http;
    this.limits = limits;
    this.deadline = deadline;
    this.deadlineFirst = deadline.remainingNanos() < limits.total().toNanos();
  }

  AgentException of(Exception e, Progress.Stage stage, boolean closed) {
    return switch (e) {
      case AgentException known -> known;
      case Exception any when closed -> CancelledException.closed(doing(stage));
      case Exception any when Thread.currentThread().isInterrupted() ->
          CancelledException.interrupted(doing(stage), e);
      case InterruptedException any -> CancelledException.interrupted(doing(stage), e);
      case SocketTimeoutException any -> silent(stage);
      case InterruptedIOException any -> outOfTime(stage);
      case UnknownHostException any when e.getCause() instanceof TimeoutException -> silent(stage);
      case IOException any -> broken(stage, e);
      case RuntimeException bug -> throw bug;
      default -> throw new IllegalStateException(e);
    };
  }

  private TimedOutException silent(Progress.Stage stage) {
    return switch (stage) {
      case CONNECTING -> TimedOutException.of(Limit.CONNECT, limits.connect(), doing(stage));
      case WAITING -> TimedOutException.of(Limit.FIRST_BYTE, limits.firstByte(), doing(stage));
      case READING ->
          TimedOutException.of(Limit.BETWEEN_CHUNKS, limits.betweenChunks(), doing(stage));
    };
  }

  /** The time of the exchange as a whole has passed. */
  TimedOutException outOfTime(Progress.Stage stage) {
    return deadlineFirst
        ? TimedOutException.of(Limit.DEADLINE, deadline.length(), doing(stage))
        : TimedOutException.of(Limit.TOTAL, limits.total(), doing(stage));
  }

  private TransportException broken(Progress.Stage stage, Exception e) {
    return switch (stage) {
      case CONNECTING ->
          TransportException.of(
              "Could not connect to " + http.server() + " (" + said(e) + ").\n" + http.advice(),
              TransportException.Stage.CONNECT,
              e);
      case WAITING ->
          TransportException.of(
              "The connection broke before "
                  + http
                  + " was answered ("
                  + said(e)
                  + ").\nTry again; the request may have been worked on.",
              TransportException.Stage.REQUEST,
              e);
      case READING ->
          TransportException.of(
              "The answer of " + http + " broke off (" + said(e) + ").\nTry again.",
              TransportException.Stage.RESPONSE,
              e);
    };
  }

  private String doing(Progress.Stage stage) {
    return switch (stage) {
      case CONNECTING -> "connecting to " + http.server();
      case WAITING -> "waiting for an answer to " + http;
      case READING -> "reading the answer of " + http;
    };
  }

  // The library wraps what the system said ("Failed to connect to /127.0.0.1:1").
  private static String said(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "unknown host";
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }
}
