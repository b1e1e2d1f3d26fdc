package org.atomicagents.internal.http.okhttp;

/** The values of the headers that determine the length of a body (RFC 9112, 6). */
final class BodyLength {
  private BodyLength() {}

  /** Returns whether a value of {@code Content-Length} is valid. */
  static boolean isLength(String value) {
    return value.chars().allMatch(c -> c >= '0' && c <= '9') && isLong(value);
  }

  private static boolean isLong(String digits) {
    try {
      return Long.parseLong(digits) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Returns whether a value of {@code Transfer-Encoding} is one that the HTTP library supports. */
  static boolean isTransferEncoding(String value) {
    return value.equalsIgnoreCase("chunked") || value.equalsIgnoreCase("identity");
  }
}
