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
 * A way to write an output to somebody else while it grows, of which only what changed is sent.
 *
 * <p>There are three kinds of messages, each one JSON object:
 *
 * <ul>
 *   <li>{@code patch}: {@code {"draft":1,"patch":[...]}}, a JSON Patch (RFC 6902) that makes the
 *       JSON of one partial value out of that of the one before. The first one, and the first one
 *       of each further draft, replaces the whole. How it says that a text has got longer is for
 *       the caller to choose: see {@link TextPatchMode}.
 *   <li>{@code done}: {@code {"draft":1}}. The output is valid, and is what the patches made.
 *   <li>{@code failed}: {@code {"failure":"TimedOut"}}, the kind of the failure. Its message stays
 *       on this side: it may tell more than the receiver should know. A failure that is no {@link
 *       AgentException} is a {@code Failure}.
 * </ul>
 */
public enum StreamFormat {
  /**
   * Server-sent events (WHATWG HTML, section 9.2) as a browser's {@code EventSource} reads them;
   * the kind of a message is its event.
   */
  SERVER_SENT_EVENTS("text/event-stream"),

  /** One JSON object a line; the kind of a message is in its {@code type}. */
  JSON_LINES("application/x-ndjson");

  private final String contentType;

  StreamFormat(String contentType) {
    this.contentType = contentType;
  }

  /** The media type, for the header {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }

  /**
   * Writes a stream to its end, each message as soon as there is news and the one before was taken;
   * of a text that has got longer the whole.
   *
   * @param out is flushed after each message, and not closed
   * @throws IOException if the receiver is gone; the stream is closed
   * @throws AgentException if the run failed, after that was written; so is any other failure
   */
  public void write(AgentStream<?> stream, OutputStream out) throws IOException {
    write(stream, out, TextPatchMode.REPLACE);
  }

  /**
   * Writes a stream to its end, each message as soon as there is news and the one before was taken.
   *
   * @param out is flushed after each message, and not closed
   * @param texts how a patch says that a text has got longer
   * @throws IOException if the receiver is gone; the stream is closed
   * @throws AgentException if the run failed, after that was written; so is any other failure
   */
  public void write(AgentStream<?> stream, OutputStream out, TextPatchMode texts)
      throws IOException {
    try (stream) {
      writePatches(stream, out, texts);
    } catch (RuntimeException | Error e) {
      String kind = e instanceof AgentException told ? kind(told) : "Failure";
      try {
        writeMessage("failed", "\"failure\":" + JsonIo.quote(kind), out);
      } catch (IOException gone) {
        e.addSuppressed(gone);
      }
      throw e;
    }
  }

  // Receivers know these words: they stay when a class gets another name.
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
