package org.atomicagents.internal.redis.sharing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.internal.codec.FailureCodec;

/** The failures of requests that the followers receive, too. */
final class SharedFailure {
  private static final int MAX_LENGTH = 2_000;

  private SharedFailure() {}

  /**
   * Returns whether an equal request of another run would probably fail in the same way; false for
   * failures of one run or one process, such as its deadline.
   */
  static boolean isOfRequest(AgentException failure) {
    return switch (failure) {
      case ProviderException e -> true;
      case TransportException e -> true;
      case BatchItemException e -> true;
      case ConfigurationException e -> true;
      case ContextTooLargeException e -> true;
      case EmptyResponseException e -> true;
      case ModelRefusalException e -> true;
      case TruncatedException e -> true;
      case AllModelsFailedException e -> true;
      case TimedOutException e ->
          switch (e.limit()) {
            case CONNECT, FIRST_BYTE, FIRST_TOKEN, BETWEEN_CHUNKS, TOTAL -> true;
            case QUEUE, DEADLINE, CONTEXT, IDLE -> false;
          };
      default -> false;
    };
  }

  /** Returns the binary form of a failure: of another one that describes it, if it has none. */
  static byte[] encode(AgentException failure) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      FailureCodec.write(out, FailureCodec.accepts(failure) ? failure : described(failure));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not thrown by streams in memory
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the failure of a binary form.
   *
   * @throws IOException if it is invalid
   */
  static AgentException decode(byte[] failure) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(failure))) {
      return FailureCodec.read(in, "a shared request");
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("The failure of a shared request is invalid: " + e.getMessage(), e);
    }
  }

  private static AgentException described(AgentException failure) {
    String message = String.valueOf(failure.getMessage());
    return TransportException.of(
        "The process that sent this shared request failed with %s: %s"
            .formatted(
                failure.getClass().getSimpleName(),
                message.substring(0, Math.min(MAX_LENGTH, message.length()))),
        stage(failure),
        null);
  }

  private static TransportException.Stage stage(AgentException failure) {
    if (!failure.isRetryable()) {
      return TransportException.Stage.PROTOCOL;
    }
    return failure instanceof TransportException transport
        ? transport.stage()
        : TransportException.Stage.RESPONSE;
  }
}
