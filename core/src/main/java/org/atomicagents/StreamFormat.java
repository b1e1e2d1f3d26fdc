package org.atomicagents;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.StoreException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.schema.TextPatchMode;

/**
 * A wire format that sends an {@link AgentStream} to a client as incremental patches.
 *
 * {@snippet class="org.atomicagents.AgentSnippets" region="format"}
 *
 * <p>There are three kinds of messages, each one JSON object:
 *
 * <ul>
 *   <li>{@code patch}: {@code {"draft":1,"patch":[...]}}, a JSON Patch (RFC 6902) from the JSON of
 *       the previous partial value to that of the next one. The first patch of each draft replaces
 *       the whole JSON. {@link TextPatchMode} selects the operation for text that was appended.
 *   <li>{@code done}: {@code {"draft":1}}. The JSON that results from the patches is the valid
 *       output.
 *   <li>{@code failed}: {@code {"failure":"TimedOut"}}, the kind of the failure. The message of the
 *       exception is not sent, since it may contain internal details. The kind of an exception that
 *       is not an {@link AgentException} is {@code Failure}.
 * </ul>
 */
public enum StreamFormat {
  /**
   * Server-sent events (WHATWG HTML, section 9.2), for the {@code EventSource} of a browser; the
   * event type is the kind of the message.
   */
  SERVER_SENT_EVENTS("text/event-stream"),

  /** One JSON object per line; the property {@code type} is the kind of the message. */
  JSON_LINES("application/x-ndjson");

  private final String contentType;

  StreamFormat(String contentType) {
    this.contentType = contentType;
  }

  /** Returns the media type for the header {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }

  /**
   * Writes a stream until its end, and closes it. Standard JSON Patch: a text that was appended to
   * is sent again as a whole.
   *
   * @param out the output, which is flushed after each message and not closed
   * @throws IOException if the output fails, for example since the client has disconnected
   * @throws AgentException if the run fails, after a {@code failed} message was written
   */
  public void write(AgentStream<?> stream, OutputStream out) throws IOException {
    write(stream, out, TextPatchMode.REPLACE);
  }

  /**
   * Writes a stream until its end, and closes it. A message is written when the output has changed
   * and the previous message was written: a slow client gets fewer, larger patches.
   *
   * @param out the output, which is flushed after each message and not closed
   * @param texts the patch operation for a text that was appended to
   * @throws IOException if the output fails, for example since the client has disconnected
   * @throws AgentException if the run fails, after a {@code failed} message was written
   */
  public void write(AgentStream<?> stream, OutputStream out, TextPatchMode texts)
      throws IOException {
    try (stream) {
      writePatches(stream, out, texts);
    } catch (RuntimeException | Error e) {
      String kind = e instanceof AgentException failure ? kind(failure) : "Failure";
      try {
        writeMessage("failed", "\"failure\":" + JsonIo.quote(kind), out);
      } catch (IOException disconnected) {
        e.addSuppressed(disconnected);
      }
      throw e;
    }
  }

  // Part of the wire format: clients depend on these names, so they do not change with the classes.
  private static String kind(AgentException failure) {
    return switch (failure) {
      case AllModelsFailedException e -> "AllFailed";
      case CancelledException e -> "Cancelled";
      case ConfigurationException e -> "Configuration";
      case ConflictException e -> "Conflict";
      case ContextTooLargeException e -> "ContextTooLarge";
      case EmptyResponseException e -> "EmptyReply";
      case InvalidOutputException e -> "InvalidOutput";
      case LimitExceededException e -> "LimitExceeded";
      case RateLimitedException e -> "RateLimited";
      case ModelRefusalException e -> "Refused";
      case BadRequestException e -> "Rejected";
      case StoreException e -> "Store";
      case TimedOutException e -> "TimedOut";
      case TransportException e -> "Transport";
      case TruncatedException e -> "Truncated";
      case UnauthorizedException e -> "Unauthorized";
      case UnavailableException e -> "Unavailable";
    };
  }

  private <O> void writePatches(AgentStream<O> stream, OutputStream out, TextPatchMode texts)
      throws IOException {
    Partial<O> before = null;
    String draft = "";
    for (Partial<O> partial : stream) {
      String patch = partial.patchSince(before, texts);
      draft = "\"draft\":" + partial.draft();
      if (!patch.equals("[]")) {
        writeMessage("patch", draft + ",\"patch\":" + patch, out);
      }
      before = partial;
    }
    writeMessage("done", draft, out);
  }

  private void writeMessage(String kind, String fields, OutputStream out) throws IOException {
    String message =
        switch (this) {
          case SERVER_SENT_EVENTS -> "event: " + kind + "\ndata: {" + fields + "}\n\n";
          case JSON_LINES -> "{\"type\":\"" + kind + "\"," + fields + "}\n";
        };
    out.write(message.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
