package org.atomicagents.durable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.internal.codec.BinaryText;
import org.atomicagents.internal.codec.FailureCodec;
import org.atomicagents.internal.codec.UsageCodec;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;

/**
 * The recorded form of the failures of requests, with their usage; without causes and stack traces.
 *
 * <p>A cancellation or a shutdown ends one execution of a workflow, and a wrong configuration is
 * repaired: none of them is recorded.
 */
final class FailureRecords {
  private static final byte TRANSPORT = 1;
  private static final byte TIMED_OUT = 2;
  private static final byte CIRCUIT_OPEN = 3;
  private static final byte LIMIT_EXCEEDED = 4;
  private static final byte CONTEXT_TOO_LARGE = 5;
  private static final byte ALL_MODELS = 6;
  private static final byte OTHER = 7;

  private FailureRecords() {}

  static boolean accepts(AgentException failure) {
    return switch (failure) {
      case TransportException e -> true;
      case TimedOutException e -> true;
      case CircuitOpenException e -> true;
      case LimitExceededException e -> true;
      case ContextTooLargeException e -> true;
      case AllModelsFailedException e ->
          e.causes().stream().allMatch(FailureRecords::accepts)
              || recorded(e).stream().anyMatch(StepRetry::isTemporary);
      default -> FailureCodec.accepts(failure);
    };
  }

  /** Returns the causes that have a recorded form, such as all but wrong configurations. */
  private static List<AgentException> recorded(AllModelsFailedException failure) {
    return failure.causes().stream().filter(FailureRecords::accepts).toList();
  }

  static byte[] write(AgentException failure) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(out, failure);
      UsageCodec.write(out, failure.usage());
      BinaryText.writeAll(out, failure.requestIds());
      out.writeInt(failure.charges().size());
      for (Charge charge : failure.charges()) {
        BinaryText.writeAll(out, List.of(charge.model(), charge.time().toString()));
        UsageCodec.write(out, charge.usage());
      }
    } catch (IOException e) {
      throw new IllegalStateException("An array accepts all bytes", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, AgentException failure) throws IOException {
    String message = Objects.requireNonNull(failure.getMessage());
    switch (failure) {
      case TransportException e -> {
        out.writeByte(TRANSPORT);
        BinaryText.writeAll(out, List.of(e.stage().name(), message));
      }
      case TimedOutException e -> {
        out.writeByte(TIMED_OUT);
        BinaryText.writeAll(out, List.of(e.limit().name(), message));
      }
      case CircuitOpenException e -> {
        out.writeByte(CIRCUIT_OPEN);
        BinaryText.writeAll(out, List.of(e.model(), e.retryAfter().toString()));
      }
      case LimitExceededException e -> {
        out.writeByte(LIMIT_EXCEEDED);
        String after = e.retryAfter().map(Duration::toString).orElse("");
        BinaryText.writeAll(out, List.of(message, e.limit(), String.valueOf(e.used()), after));
      }
      case ContextTooLargeException e -> {
        out.writeByte(CONTEXT_TOO_LARGE);
        BinaryText.writeAll(
            out, List.of(message, String.valueOf(e.tokens()), String.valueOf(e.limit())));
      }
      case AllModelsFailedException e -> {
        out.writeByte(ALL_MODELS);
        List<AgentException> causes = recorded(e);
        out.writeInt(causes.size());
        for (AgentException cause : causes) {
          write(out, cause);
        }
      }
      default -> {
        out.writeByte(OTHER);
        FailureCodec.write(out, failure);
      }
    }
  }

  /**
   * Returns a failure with its usage.
   *
   * @param step the step, for messages
   */
  static AgentException read(byte[] bytes, String step) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    AgentException failure = readFailure(in, step);
    Usage usage = UsageCodec.read(in);
    List<String> requestIds = BinaryText.readAll(in);
    int count = BinaryText.readCount(in);
    var charges = new ArrayList<Charge>(count);
    for (int i = 0; i < count; i++) {
      List<String> texts = BinaryText.readAll(in);
      Instant time = Instant.parse(texts.get(1));
      charges.add(Charge.of(texts.get(0), UsageCodec.read(in), time, Optional::empty));
    }
    return failure.recordUsage(usage, requestIds, charges);
  }

  private static AgentException readFailure(DataInputStream in, String step) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case TRANSPORT -> {
        List<String> texts = BinaryText.readAll(in);
        var stage = TransportException.Stage.valueOf(texts.get(0));
        yield TransportException.of(texts.get(1), stage, null);
      }
      case TIMED_OUT -> {
        List<String> texts = BinaryText.readAll(in);
        var limit = TimedOutException.Limit.valueOf(texts.get(0));
        yield TimedOutException.ofMessage(texts.get(1), limit);
      }
      case CIRCUIT_OPEN -> {
        List<String> texts = BinaryText.readAll(in);
        yield CircuitOpenException.of(texts.get(0), Duration.parse(texts.get(1)));
      }
      case LIMIT_EXCEEDED -> {
        List<String> texts = BinaryText.readAll(in);
        String after = texts.get(3);
        yield LimitExceededException.ofMessage(
            texts.get(0),
            texts.get(1),
            Long.parseLong(texts.get(2)),
            after.isEmpty() ? null : Duration.parse(after));
      }
      case CONTEXT_TOO_LARGE -> {
        List<String> texts = BinaryText.readAll(in);
        yield ContextTooLargeException.ofMessage(
            texts.get(0), Long.parseLong(texts.get(1)), Long.parseLong(texts.get(2)));
      }
      case ALL_MODELS -> {
        int count = BinaryText.readCount(in);
        var causes = new ArrayList<AgentException>(count);
        for (int i = 0; i < count; i++) {
          causes.add(readFailure(in, step));
        }
        yield AllModelsFailedException.of(causes);
      }
      case OTHER -> FailureCodec.read(in, step);
      default -> throw new IOException("expected a kind of failure, found " + kind);
    };
  }
}
