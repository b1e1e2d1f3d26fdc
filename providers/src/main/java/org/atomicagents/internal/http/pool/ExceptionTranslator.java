package org.atomicagents.internal.http.pool;

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
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.internal.http.TransportFailure;
import org.atomicagents.model.Deadline;
import org.jspecify.annotations.Nullable;

/** What an exception of the HTTP library means to the caller. */
final class ExceptionTranslator {
  private final HttpRequest http;
  private final PoolSettings.PoolTimeouts limits;
  private final Deadline deadline;
  private final boolean isDeadlineFirst;

  ExceptionTranslator(HttpRequest http, PoolSettings.PoolTimeouts limits, Deadline deadline) {
    this.http = http;
    this.limits = limits;
    this.deadline = deadline;
    this.isDeadlineFirst = deadline.remainingNanos() < limits.total().toNanos();
  }

  /** The limit that passes next: the end as a whole, or that of a stage. */
  Limit limit(CallProgress.CallStage stage, boolean atEnd) {
    if (atEnd) {
      return isDeadlineFirst ? Limit.DEADLINE : Limit.TOTAL;
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
  AgentException translate(
      Exception e, TransportFailure kind, CallProgress.CallStage stage, boolean closed) {
    return switch (e) {
      case AgentException known -> known;
      case Exception any when closed -> CancelledException.closed(activity(stage));
      case Exception any when Thread.currentThread().isInterrupted() ->
          CancelledException.interrupted(activity(stage), e);
      case InterruptedException any -> CancelledException.interrupted(activity(stage), e);
      case SocketTimeoutException any -> timedOut(limit(stage, false), stage);
      case UnknownHostException any when e.getCause() instanceof TimeoutException ->
          timedOut(Limit.CONNECT, stage);
      case IOException any -> transportError(stage, kind, e);
      case RuntimeException bug -> throw bug;
      default -> throw new IllegalStateException(e);
    };
  }

  /** A time limit has passed. */
  TimedOutException timedOut(Limit limit, CallProgress.CallStage stage) {
    Duration length =
        switch (limit) {
          case QUEUE -> limits.queue();
          case CONNECT -> limits.connect();
          case FIRST_BYTE -> limits.firstByte();
          case BETWEEN_CHUNKS -> limits.betweenChunks();
          case TOTAL -> limits.total();
          case DEADLINE -> deadline.length();
        };
    return TimedOutException.of(limit, length, activity(stage));
  }

  private TransportException transportError(
      CallProgress.CallStage stage, TransportFailure kind, Exception e) {
    if (stage == CallProgress.CallStage.CONNECTING
        && kind == TransportFailure.PROXY_LOGIN_REFUSED) {
      return TransportException.of(
          "The proxy on the way to "
              + http.server()
              + " refused its user name and password.\n"
              + "Check those given to ConnectionPool.builder().proxy(...).",
          TransportException.Stage.PROTOCOL,
          e);
    }
    if (stage == CallProgress.CallStage.WAITING && kind == TransportFailure.UNPROCESSED) {
      return TransportException.of(
          http.server() + " turned " + http + " away without working on it.\nTry again.",
          TransportException.Stage.UNPROCESSED,
          e);
    }
    return switch (stage) {
      case CONNECTING ->
          TransportException.of(
              "Could not connect to " + http.server() + " (" + rootMessage(e) + ").\n" + advice(e),
              TransportException.Stage.CONNECT,
              withoutSecrets(e));
      case WAITING ->
          TransportException.of(
              "The connection broke before "
                  + http
                  + " was answered ("
                  + rootMessage(e)
                  + ").\nTry again; the request may have been worked on.",
              TransportException.Stage.REQUEST,
              withoutSecrets(e));
      case READING ->
          TransportException.of(
              "The answer of " + http + " broke off (" + rootMessage(e) + ").\nTry again.",
              TransportException.Stage.RESPONSE,
              withoutSecrets(e));
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

  private String activity(CallProgress.CallStage stage) {
    return switch (stage) {
      case CONNECTING -> "connecting to " + http.server();
      case WAITING -> "waiting for an answer to " + http;
      case READING -> "reading the answer of " + http;
    };
  }

  // The library wraps what the system said ("Failed to connect to /127.0.0.1:1"), and repeats what
  // came in the place of HTTP.
  private String rootMessage(Exception e) {
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
        : http.redact(message.lines().findFirst().orElse(""));
  }

  /** A cause whose stack trace tells no secret; none if it would. */
  private @Nullable Exception withoutSecrets(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && !http.redact(message).equals(message)) {
        return null;
      }
    }
    return e;
  }
}
