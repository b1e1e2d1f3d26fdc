package org.atomicagents.error;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Thrown if the connection to a provider fails, or if its response violates the protocol. */
public final class TransportException extends AgentException {
  private final Stage stage;

  private TransportException(String message, Stage stage, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
  }

  /** The stage of an exchange in which it failed. */
  public enum Stage {
    /** No connection was established: the request was not sent. */
    CONNECT,
    /**
     * The server rejected the request without processing it, by a refused stream or a GOAWAY frame
     * (RFC 9113, section 8.7).
     */
    UNPROCESSED,
    /** The connection failed before the response began: the request may have been processed. */
    REQUEST,
    /** The connection failed during the response. */
    RESPONSE,
    /** The response does not conform to the provider's protocol. */
    PROTOCOL
  }

  /**
   * Returns the exception of a model client.
   *
   * @param message the server, the expectation, the finding, and the remedy
   * @param cause the failure of the connection; null if there is none
   */
  public static TransportException of(String message, Stage stage, @Nullable Throwable cause) {
    return new TransportException(message, stage, cause);
  }

  /** Returns the stage in which the exchange failed. */
  public Stage stage() {
    return stage;
  }

  /**
   * Returns true except for {@link Stage#PROTOCOL} and for certificates that the client or the
   * server does not trust.
   */
  @Override
  public boolean isRetryable() {
    return stage != Stage.PROTOCOL && !isUntrustedServer();
  }

  @Override
  AgentException copy() {
    return new TransportException(message(), stage, getCause());
  }

  private boolean isUntrustedServer() {
    for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          || cause instanceof SSLPeerUnverifiedException
          || isHandshakeAlert(cause)) {
        return true;
      }
    }
    return false;
  }

  // An alert of the server, for example about a client certificate. Unlike a failed connection, it
  // has no cause.
  private static boolean isHandshakeAlert(Throwable cause) {
    return cause instanceof SSLHandshakeException && cause.getCause() == null;
  }
}
