package org.atomicagents.internal.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;

/**
 * The binary form of the failures that results of batches consist of, without their stack traces
 * and headers: a batch may have as many failures as items.
 */
public final class FailureCodec {
  private static final byte BAD_REQUEST = 1;
  private static final byte RATE_LIMITED = 2;
  private static final byte UNAUTHORIZED = 3;
  private static final byte UNAVAILABLE = 4;
  private static final byte BATCH_ITEM = 5;
  private static final byte TRANSPORT = 6;
  private static final long NO_TIME = -1;

  private FailureCodec() {}

  /** Returns whether a failure has a binary form. */
  public static boolean accepts(AgentException failure) {
    return failure instanceof ProviderException
        || failure instanceof BatchItemException
        || (failure instanceof TransportException && failure.getCause() == null);
  }

  /** Writes a failure that has a binary form. */
  public static void write(DataOutputStream out, AgentException failure) throws IOException {
    switch (failure) {
      case BadRequestException e -> {
        out.writeByte(BAD_REQUEST);
        write(out, e.error());
        BinaryText.write(out, e.rejectedPart().name());
      }
      case RateLimitedException e -> {
        out.writeByte(RATE_LIMITED);
        write(out, e.error());
        BinaryText.write(out, e.kind().name());
        write(out, e.retryAfter());
      }
      case UnauthorizedException e -> {
        out.writeByte(UNAUTHORIZED);
        write(out, e.error());
      }
      case UnavailableException e -> {
        out.writeByte(UNAVAILABLE);
        write(out, e.error());
        write(out, e.retryAfter());
      }
      case BatchItemException e -> {
        out.writeByte(BATCH_ITEM);
        BinaryText.writeAll(out, List.of(e.reason().name(), e.detail()));
      }
      case TransportException e -> {
        out.writeByte(TRANSPORT);
        BinaryText.writeAll(out, List.of(e.stage().name(), Objects.requireNonNull(e.getMessage())));
      }
      default -> throw new IllegalArgumentException("A failure without a binary form", failure);
    }
  }

  /**
   * Returns a failure.
   *
   * @param item the item and its batch, for messages
   */
  public static AgentException read(DataInputStream in, String item) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case BAD_REQUEST -> {
        ProviderError error = readError(in);
        yield BadRequestException.of(
            error, BadRequestException.RejectedPart.valueOf(BinaryText.read(in)));
      }
      case RATE_LIMITED -> {
        ProviderError error = readError(in);
        var limit = RateLimitedException.Kind.valueOf(BinaryText.read(in));
        yield RateLimitedException.of(error, limit, readTime(in).orElse(null));
      }
      case UNAUTHORIZED -> UnauthorizedException.of(readError(in));
      case UNAVAILABLE -> {
        ProviderError error = readError(in);
        yield UnavailableException.of(error, readTime(in).orElse(null));
      }
      case BATCH_ITEM -> {
        List<String> texts = BinaryText.readAll(in);
        yield BatchItemException.of(
            BatchItemException.Reason.valueOf(texts.get(0)), item, texts.get(1));
      }
      case TRANSPORT -> {
        List<String> texts = BinaryText.readAll(in);
        yield TransportException.of(
            texts.get(1), TransportException.Stage.valueOf(texts.get(0)), null);
      }
      default -> throw new IOException("expected a kind of failure, found " + kind);
    };
  }

  private static void write(DataOutputStream out, ProviderError error) throws IOException {
    String requestId = error.requestId();
    out.writeInt(error.status());
    BinaryText.writeAll(
        out,
        List.of(
            error.provider(), requestId == null ? "" : requestId, error.message(), error.body()));
  }

  private static ProviderError readError(DataInputStream in) throws IOException {
    int status = in.readInt();
    List<String> texts = BinaryText.readAll(in);
    String requestId = texts.get(1).isEmpty() ? null : texts.get(1);
    return new ProviderError(texts.get(0), status, requestId, texts.get(2), texts.get(3));
  }

  private static void write(DataOutputStream out, Optional<Duration> time) throws IOException {
    out.writeLong(time.map(Duration::toMillis).orElse(NO_TIME));
  }

  private static Optional<Duration> readTime(DataInputStream in) throws IOException {
    long millis = in.readLong();
    return millis == NO_TIME ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }
}
