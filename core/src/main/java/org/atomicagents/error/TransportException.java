package org.atomicagents.error;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The connection failed, or what came over it could not be understood. */
public final class TransportException extends AgentException {
  private final Stage stage;

  private TransportException(String message, Stage stage, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
  }

  /** How far the exchange had come. */
  public enum Stage {
    /** No connection: the request was not sent. */
    CONNECT,
    /**
     * The server turned the request away without working on it, by a stream refused or left out of
     * a GOAWAY (RFC 9113, 8.7).
     */
    UNPROCESSED,
    /** The connection broke before an answer began: the request may have been worked on. */
    REQUEST,
    /** The answer broke off. */
    RESPONSE,
    /** The answer came, and is not in the provider's protocol. */
    PROTOCOL
  }

  /**
   * For clients.
   *
   * @param message who, where, what was expected, what came, what to do
   */
  public static TransportException of(String message, Stage stage, @Nullable Throwable cause) {
    return new TransportException(message, stage, cause);
  }

  /** How far the exchange had come. */
  public Stage stage() {
    return stage;
  }

  /** Unless the answer was understood by nobody, or the server is not who it should be. */
  @Override
  public boolean isRetryable() {
    return stage != Stage.PROTOCOL && !isUntrustedServer();
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

  // A server's alert, about our certificate for instance. It has no cause, unlike a broken line.
  private static boolean isHandshakeAlert(Throwable cause) {
    return cause instanceof SSLHandshakeException && cause.getCause() == null;
  }
}
