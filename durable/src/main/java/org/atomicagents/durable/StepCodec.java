package org.atomicagents.durable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The recorded form of the results of steps. Implementations must be thread-safe, and must be able
 * to read what earlier releases of a program have written.
 */
public interface StepCodec<T> {

  /** Returns the recorded form of a result. */
  byte[] write(T result) throws IOException;

  /**
   * Returns the result of a recorded form.
   *
   * @throws IOException if the form is not readable
   */
  T read(byte[] bytes) throws IOException;

  /** Returns the form of texts: UTF-8. */
  static StepCodec<String> text() {
    return new StepCodec<>() {
      @Override
      public byte[] write(String result) {
        return result.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public String read(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }

  /** Returns the form of times: ISO 8601 with nanoseconds. */
  static StepCodec<Instant> instant() {
    StepCodec<String> text = text();
    return new StepCodec<>() {
      @Override
      public byte[] write(Instant result) throws IOException {
        return text.write(result.toString());
      }

      @Override
      public Instant read(byte[] bytes) throws IOException {
        return Instant.parse(text.read(bytes));
      }
    };
  }
}
