package org.atomicagents.testing;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Answers chat-completions requests. */
final class ChatEndpoint {
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

  private final Answerer answerer;
  private final Pace pace;
  private final Set<String> models;

  /**
   * @param models the only models that there are; any, if empty
   */
  ChatEndpoint(Answerer answerer, Pace pace, Set<String> models) {
    this.answerer = answerer;
    this.pace = pace;
    this.models = models;
  }

  void answer(byte[] body, ServerResponse response) throws InterruptedException {
    ChatRequest request = ChatRequest.parse(body);
    if (!models.isEmpty() && !models.contains(request.model())) {
      throw ProviderFault.unknownModel(request.model());
    }
    Completion completion = answerer.answer(request, pace.time().now());
    if (request.stream()) {
      stream(completion, request.includeUsage(), response);
    } else {
      send(completion, response);
    }
  }

  // A whole answer takes as long as the same one streamed.
  private void send(Completion completion, ServerResponse response) throws InterruptedException {
    Pace.Beat beat = pace.start();
    for (int i = pace.pieces(completion).size(); i > 0; i--) {
      beat.await();
    }
    response.header(HeaderNames.CONTENT_TYPE, "application/json");
    response.send(Wire.bytes(completion.whole()));
  }

  private void stream(Completion completion, boolean includeUsage, ServerResponse response)
      throws InterruptedException {
    Pace.Beat beat = pace.start();
    response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    response.header(HeaderNames.CACHE_CONTROL, "no-cache");
    Iterator<String> pieces = pace.pieces(completion).iterator();
    beat.await();
    OutputStream out = response.outputStream();
    try {
      write(out, completion.opening(), includeUsage);
      while (pieces.hasNext()) {
        write(out, completion.piece(pieces.next()), includeUsage);
        if (pieces.hasNext()) {
          beat.await();
        }
      }
      write(out, completion.closing(), includeUsage);
      if (includeUsage) {
        write(out, completion.usageChunk(), true);
      }
      out.write(DONE);
      // Only now: closed earlier, a broken answer would look like a whole one.
      out.close();
    } catch (IOException | UncheckedIOException e) {
      throw new CloseConnectionException("The client has gone.", e);
    }
  }

  private static void write(OutputStream out, ObjectNode chunk, boolean includeUsage)
      throws IOException {
    if (includeUsage && !chunk.has("usage")) {
      chunk.putNull("usage");
    }
    String event = "data: " + Wire.text(chunk) + "\n\n";
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
