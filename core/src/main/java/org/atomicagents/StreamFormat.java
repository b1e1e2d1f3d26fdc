package org.atomicagents;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BatchItemException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.schema.TextPatchMode;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A format in which the partial values of a stream are sent to another process: each message
 * contains only the changes since the message before.
 *
 * {@snippet class="org.atomicagents.AgentSnippets" region="format"}
 *
 * <p>A message is one JSON object. There are three kinds:
 *
 * <ul>
 *   <li>{@code patch}: {@code {"draft":1,"patch":[...]}}, a JSON Patch (RFC 6902) that turns the
 *       JSON of the previous partial value into the JSON of the next one. The first patch of each
 *       draft replaces the whole document. {@link TextPatchMode} selects the operation for a string
 *       that was extended.
 *   <li>{@code done}: {@code {"draft":1}}. The document that the patches produced is the valid
 *       output.
 *   <li>{@code failed}: {@code {"failure":"TimedOut"}}, the kind of the failure; {@code Failure}
 *       for anything other than an {@link AgentException}. The exception's message is not sent,
 *       since it may contain details that the receiver must not see.
 * </ul>
 *
 * <p>A writer notices that the receiver has closed its connection only when it writes. A format
 * {@linkplain #withHeartbeat with a heartbeat} writes during silence too, so that the run of a
 * receiver that left is cancelled before the model sends its first token.
 *
 * <p>Immutable and thread-safe.
 */
public final class StreamFormat {
  /**
   * Server-sent events (WHATWG HTML, section 9.2), as a browser's {@code EventSource} reads them.
   * The kind of a message is the name of its event; a heartbeat is a comment, which receivers
   * ignore.
   */
  public static final StreamFormat SERVER_SENT_EVENTS =
      new StreamFormat(MessageFraming.SERVER_SENT_EVENTS, null, TimeSource.system());

  /**
   * One JSON object per line. The kind of a message is its member {@code type}; a heartbeat is a
   * message of type {@code heartbeat}.
   */
  public static final StreamFormat JSON_LINES =
      new StreamFormat(MessageFraming.JSON_LINES, null, TimeSource.system());

  private final MessageFraming framing;
  private final @Nullable Duration heartbeat;
  private final TimeSource time;

  private StreamFormat(MessageFraming framing, @Nullable Duration heartbeat, TimeSource time) {
    this.framing = framing;
    this.heartbeat = heartbeat;
    this.time = time;
  }

  /**
   * Returns a copy that writes a heartbeat whenever no message was written for this time.
   *
   * @throws IllegalArgumentException unless the interval is positive
   */
  public StreamFormat withHeartbeat(Duration interval) {
    return withHeartbeat(interval, TimeSource.system());
  }

  /**
   * Returns a copy that writes a heartbeat whenever no message was written for this time.
   *
   * @param timeSource the clock that measures the interval; for tests
   * @throws IllegalArgumentException unless the interval is positive
   */
  public StreamFormat withHeartbeat(Duration interval, TimeSource timeSource) {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException(
          "interval: expected a positive duration, found " + interval);
    }
    return new StreamFormat(framing, interval, timeSource);
  }

  /** Returns the media type, for the header {@code Content-Type}. */
  public String contentType() {
    return framing.contentType();
  }

  /**
   * Writes a stream to its end, with {@link TextPatchMode#REPLACE}.
   *
   * @see #write(AgentStream, OutputStream, TextPatchMode)
   */
  public void write(AgentStream<?> stream, OutputStream out) throws IOException {
    write(stream, out, TextPatchMode.REPLACE);
  }

  /**
   * Writes a stream to its end and closes it. While a write blocks, changes are merged into the
   * next message.
   *
   * @param out flushed after each message, and not closed; heartbeats are written by another
   *     thread, never at the same time as a message
   * @param texts the operation for a string that was extended
   * @throws IOException if writing failed, most often since the receiver has closed its connection;
   *     the run is cancelled
   * @throws AgentException if the run failed, after the {@code failed} message was written
   */
  public void write(AgentStream<?> stream, OutputStream out, TextPatchMode texts)
      throws IOException {
    try (stream;
        var writer = new StreamMessageWriter(framing, out, time)) {
      if (heartbeat != null) {
        writer.startHeartbeats(heartbeat, stream::close);
      }
      writePatches(stream, writer, texts);
    }
  }

  private static <O> void writePatches(
      AgentStream<O> stream, StreamMessageWriter writer, TextPatchMode texts) throws IOException {
    try {
      Partial<O> before = null;
      String draft = "";
      for (Partial<O> partial : stream) {
        String patch = partial.patchSince(before, texts);
        draft = "\"draft\":" + partial.draft();
        if (!patch.equals("[]")) {
          writer.write("patch", draft + ",\"patch\":" + patch);
        }
        before = partial;
      }
      writer.write("done", draft);
    } catch (RuntimeException | Error e) {
      writer.throwHeartbeatFailure();
      writeFailure(e, writer);
      throw e;
    }
  }

  private static void writeFailure(Throwable failure, StreamMessageWriter writer) {
    String kind = failure instanceof AgentException e ? kind(e) : "Failure";
    try {
      writer.write("failed", "\"failure\":" + JsonIo.quote(kind));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  // Names of the wire format: receivers depend on them, so a later rename of a class keeps them.
  private static String kind(AgentException failure) {
    return switch (failure) {
      case AllModelsFailedException e -> "AllModelsFailed";
      case ApprovalRequiredException e -> "ApprovalRequired";
      case BatchItemException e -> "BatchItem";
      case CancelledException e -> "Cancelled";
      case CircuitOpenException e -> "CircuitOpen";
      case ConfigurationException e -> "Configuration";
      case ConflictException e -> "Conflict";
      case ContextTooLargeException e -> "ContextTooLarge";
      case EmptyResponseException e -> "EmptyResponse";
      case InvalidOutputException e -> "InvalidOutput";
      case LimitExceededException e -> "LimitExceeded";
      case RateLimitedException e -> "RateLimited";
      case ModelRefusalException e -> "ModelRefusal";
      case BadRequestException e -> "BadRequest";
      case ShutdownException e -> "Shutdown";
      case StoreException e -> "Store";
      case TimedOutException e -> "TimedOut";
      case TransportException e -> "Transport";
      case TruncatedException e -> "Truncated";
      case UnauthorizedException e -> "Unauthorized";
      case UnavailableException e -> "Unavailable";
    };
  }

  @Override
  public String toString() {
    String beat = heartbeat == null ? "" : ", heartbeat " + heartbeat;
    return "StreamFormat[" + framing + beat + "]";
  }
}
