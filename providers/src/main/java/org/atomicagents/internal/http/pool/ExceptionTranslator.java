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

/** Translates the exceptions of an HTTP library to those of the public API. */
final class ExceptionTranslator {
  private final HttpRequest request;
  private final PoolSettings.PoolTimeouts timeouts;
  private final Deadline deadline;
  private final boolean isDeadlineFirst;

  ExceptionTranslator(HttpRequest request, PoolSettings.PoolTimeouts timeouts, Deadline deadline) {
    this.request = request;
    this.timeouts = timeouts;
    this.deadline = deadline;
    this.isDeadlineFirst = deadline.remainingNanos() < timeouts.total().toNanos();
  }

  /**
   * Returns the limit that was exceeded.
   *
   * @param atEnd whether it is the limit of the complete call, not that of the stage
   */
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
   * @param kind the kind of failure that {@code e} reports
   * @param closed whether the call was closed
   */
  AgentException translate(
      Exception e, TransportFailure kind, CallProgress.CallStage stage, boolean closed) {
    return switch (e) {
      case AgentException translated -> translated;
      case Exception other when closed -> CancelledException.closed(activity(stage));
      case Exception other when Thread.currentThread().isInterrupted() ->
          CancelledException.interrupted(activity(stage), e);
      case InterruptedException interrupt -> CancelledException.interrupted(activity(stage), e);
      case SocketTimeoutException timeout -> timedOut(limit(stage, false), stage);
      case UnknownHostException unknown when e.getCause() instanceof TimeoutException ->
          timedOut(Limit.CONNECT, stage);
      case IOException io -> transportError(stage, kind, e);
      case RuntimeException bug -> throw bug;
      default -> throw new IllegalStateException(e);
    };
  }

  /** Returns the exception for an exceeded time limit. */
  TimedOutException timedOut(Limit limit, CallProgress.CallStage stage) {
    Duration length =
        switch (limit) {
          case QUEUE -> timeouts.queue();
          case CONNECT -> timeouts.connect();
          case FIRST_BYTE -> timeouts.firstByte();
          case BETWEEN_CHUNKS -> timeouts.betweenChunks();
          case TOTAL -> timeouts.total();
          case FIRST_TOKEN, DEADLINE, CONTEXT, IDLE -> deadline.duration();
        };
    return TimedOutException.of(limit, length, activity(stage));
  }

  private TransportException transportError(
      CallProgress.CallStage stage, TransportFailure kind, Exception e) {
    if (stage == CallProgress.CallStage.CONNECTING
        && kind == TransportFailure.PROXY_LOGIN_REFUSED) {
      return TransportException.of(
          "The proxy for "
              + request.server()
              + " rejected the user name and password.\n"
              + "Check the address passed to ConnectionPool.builder().proxy(...).",
          TransportException.Stage.PROTOCOL,
          e);
    }
    if (stage == CallProgress.CallStage.WAITING && kind == TransportFailure.UNPROCESSED) {
      return TransportException.of(
          request.server() + " refused " + request + " without processing it.\nTry again.",
          TransportException.Stage.UNPROCESSED,
          e);
    }
    return switch (stage) {
      case CONNECTING ->
          TransportException.of(
              "Could not connect to "
                  + request.server()
                  + " ("
                  + rootMessage(e)
                  + ").\n"
                  + advice(e),
              TransportException.Stage.CONNECT,
              withoutSecrets(e));
      case WAITING ->
          TransportException.of(
              "The connection broke while waiting for a response to "
                  + request
                  + " ("
                  + rootMessage(e)
                  + ").\nTry again; the server may have processed the request.",
              TransportException.Stage.REQUEST,
              withoutSecrets(e));
      case READING ->
          TransportException.of(
              "The connection broke while reading the response to "
                  + request
                  + " ("
                  + rootMessage(e)
                  + ").\nTry again.",
              TransportException.Stage.RESPONSE,
              withoutSecrets(e));
    };
  }

  private String advice(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLPeerUnverifiedException) {
        return "The certificate of the server is for another host name: check the address.";
      }
      if (cause instanceof CertificateException) {
        return "If the server is yours, trust its certificate:"
            + " ConnectionPool.builder().tls(TlsSettings.system().withTrusted(...)).";
      }
    }
    return request.advice();
  }

  private String activity(CallProgress.CallStage stage) {
    return switch (stage) {
      case CONNECTING -> "connecting to " + request.server();
      case WAITING -> "waiting for a response to " + request;
      case READING -> "reading the response to " + request;
    };
  }

  // The library wraps the system's message ("Failed to connect to /127.0.0.1:1"), and quotes input
  // that is not HTTP.
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
        : request.redact(message.lines().findFirst().orElse(""));
  }

  /** Returns the exception as a cause; null if its stack trace would reveal a secret. */
  private @Nullable Exception withoutSecrets(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && !request.redact(message).equals(message)) {
        return null;
      }
    }
    return e;
  }
}
