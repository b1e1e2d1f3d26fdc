package org.atomicagents.internal.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException;
import org.atomicagents.model.Deadline;
import org.jspecify.annotations.Nullable;

/** What an exception of the HTTP library means to the caller. */
final class Failures {
  private final HttpCall http;
  private final PoolSettings.Times limits;
  private final Deadline deadline;
  private final boolean deadlineFirst;

  Failures(HttpCall http, PoolSettings.Times limits, Deadline deadline) {
    this.http = http;
    this.limits = limits;
    this.deadline = deadline;
    this.deadlineFirst = deadline.remainingNanos() < limits.total().toNanos();
  }

  /** The limit that passes next: the end as a whole, or that of a stage. */
  Limit limit(Progress.Stage stage, boolean atEnd) {
    if (atEnd) {
      return deadlineFirst ? Limit.DEADLINE : Limit.TOTAL;
    }
    return switch (stage) {
      case CONNECTING -> Limit.CONNECT;
      case WAITING -> Limit.FIRST_BYTE;
      case READING -> Limit.BETWEEN_CHUNKS;
    };
  }

  /**
   * Returns the exception for the caller.
   *
   * @param kind what the HTTP library means by {@code e}
   */
  AgentException of(Exception e, TransportFailure kind, Progress.Stage stage, boolean closed) {
    return switch (e) {
      case AgentException known -> known;
      case Exception any when closed -> CancelledException.closed(doing(stage));
      case Exception any when Thread.currentThread().isInterrupted() ->
          CancelledException.interrupted(doing(stage), e);
      case InterruptedException any -> CancelledException.interrupted(doing(stage), e);
      case SocketTimeoutException any -> passed(limit(stage, false), stage);
      case UnknownHostException any when e.getCause() instanceof TimeoutException ->
          passed(Limit.CONNECT, stage);
      case IOException any -> broken(stage, kind, e);
      case RuntimeException bug -> throw bug;
      default -> throw new IllegalStateException(e);
    };
  }

  /** A time limit has passed. */
  TimedOutException passed(Limit limit, Progress.Stage stage) {
    Duration length =
        switch (limit) {
          case QUEUE -> limits.queue();
          case CONNECT -> limits.connect();
          case FIRST_BYTE -> limits.firstByte();
          case BETWEEN_CHUNKS -> limits.betweenChunks();
          case TOTAL -> limits.total();
          case DEADLINE -> deadline.length();
        };
    return TimedOutException.of(limit, length, doing(stage));
  }

  private TransportException broken(Progress.Stage stage, TransportFailure kind, Exception e) {
    if (stage == Progress.Stage.CONNECTING && kind == TransportFailure.PROXY_LOGIN_REFUSED) {
      return TransportException.of(
          "The proxy on the way to "
              + http.server()
              + " refused its user name and password.\n"
              + "Check those given to ConnectionPool.builder().proxy(...).",
          TransportException.Stage.PROTOCOL,
          e);
    }
    if (stage == Progress.Stage.WAITING && kind == TransportFailure.UNPROCESSED) {
      return TransportException.of(
          http.server() + " turned " + http + " away without working on it.\nTry again.",
          TransportException.Stage.UNPROCESSED,
          e);
    }
    return switch (stage) {
      case CONNECTING ->
          TransportException.of(
              "Could not connect to " + http.server() + " (" + said(e) + ").\n" + advice(e),
              TransportException.Stage.CONNECT,
              clean(e));
      case WAITING ->
          TransportException.of(
              "The connection broke before "
                  + http
                  + " was answered ("
                  + said(e)
                  + ").\nTry again; the request may have been worked on.",
              TransportException.Stage.REQUEST,
              clean(e));
      case READING ->
          TransportException.of(
              "The answer of " + http + " broke off (" + said(e) + ").\nTry again.",
              TransportException.Stage.RESPONSE,
              clean(e));
    };
  }

  private String advice(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLPeerUnverifiedException) {
        return "The server behind this address shows a certificate for another name: check the"
            + " address.";
      }
      if (cause instanceof CertificateException) {
        return "Trust its certificate, if it is yours:"
            + " ConnectionPool.builder().tls(Tls.system().withTrusted(...)).";
      }
    }
    return http.advice();
  }

  private String doing(Progress.Stage stage) {
    return switch (stage) {
      case CONNECTING -> "connecting to " + http.server();
      case WAITING -> "waiting for an answer to " + http;
      case READING -> "reading the answer of " + http;
    };
  }

  // The library wraps what the system said ("Failed to connect to /127.0.0.1:1"), and repeats what
  // came in the place of HTTP.
  private String said(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "unknown host";
    }
    String message = root.getMessage();
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : http.scrubbed(message.lines().findFirst().orElse(""));
  }

  /** A cause whose stack trace tells no secret; none if it would. */
  private @Nullable Exception clean(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && !http.scrubbed(message).equals(message)) {
        return null;
      }
    }
    return e;
  }
}
