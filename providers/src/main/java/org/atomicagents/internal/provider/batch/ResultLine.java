package org.atomicagents.internal.provider.batch;

/** A JSON object with the result of one request, or what a server sent instead. */
final class ResultLine {
  private final byte[] bytes;
  private final int length;
  private final boolean isTooLong;
  private final boolean isEnded;

  /**
   * Creates a line.
   *
   * @param bytes the bytes of the line, valid until the next one is read
   * @param length the number of valid bytes
   * @param isTooLong whether the line has more bytes, which are skipped
   * @param isEnded whether the line has an end, which is missing if a file is cut off
   */
  ResultLine(byte[] bytes, int length, boolean isTooLong, boolean isEnded) {
    this.bytes = bytes;
    this.length = length;
    this.isTooLong = isTooLong;
    this.isEnded = isEnded;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  boolean isTooLong() {
    return isTooLong;
  }

  boolean isEnded() {
    return isEnded;
  }
}
