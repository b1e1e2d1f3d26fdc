package org.atomicagents.testing;

import java.util.List;
import java.util.Set;

/** Answers chat-completions requests. */
final class ChatEndpoint {
  private final Answerer answerer;
  private final Pace pace;
  private final Set<String> models;
  private final TakenModes modes;

  /**
   * @param models the only models that there are; any, if empty
   */
  ChatEndpoint(Answerer answerer, Pace pace, Set<String> models, TakenModes modes) {
    this.answerer = answerer;
    this.pace = pace;
    this.models = models;
    this.modes = modes;
  }

  Reply answer(byte[] body) {
    ChatRequest request = ChatRequest.parse(body);
    if (!models.isEmpty() && !models.contains(request.model())) {
      throw ProviderFault.unknownModel(request.model());
    }
    modes.require(request.tree());
    Completion completion = answerer.answer(request, pace.time().now());
    List<String> pieces = pace.pieces(completion);
    if (request.stream()) {
      return new Reply.Streamed(
          new Events(completion, pieces, request.includeUsage()), pieces.size());
    }
    // A whole answer takes as long as the same one streamed.
    return Reply.Whole.json(200, completion.whole()).withBeats(pieces.size());
  }
}
