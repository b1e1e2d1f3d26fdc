package org.atomicagents.internal.json.lenient;

/** Thrown if a text exceeds a limit of parsing; the message is the reason, as a noun phrase. */
final class RejectedTextException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;

  RejectedTextException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
