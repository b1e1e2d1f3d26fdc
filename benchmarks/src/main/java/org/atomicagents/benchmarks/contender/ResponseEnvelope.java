package org.atomicagents.benchmarks.contender;

import java.util.List;
import org.atomicagents.benchmarks.stub.StubProtocol;

/** The part of a response that the baseline decodes, in the form of one protocol. */
sealed interface ResponseEnvelope {

  /** Returns the text of the response. */
  String text();

  /** Returns the envelope of a protocol. */
  static Class<? extends ResponseEnvelope> typeOf(StubProtocol protocol) {
    return switch (protocol) {
      case CHAT -> ChatEnvelope.class;
      case RESPONSES -> ResponsesEnvelope.class;
      case MESSAGES -> MessagesEnvelope.class;
      case GEMINI -> GeminiEnvelope.class;
    };
  }

  /** An object with a text. */
  record TextPart(String text) {}

  /** A response of chat completions. */
  record ChatEnvelope(List<Choice> choices) implements ResponseEnvelope {
    record Choice(ChoiceMessage message) {}

    record ChoiceMessage(String content) {}

    @Override
    public String text() {
      return choices.getFirst().message().content();
    }
  }

  /** A response of the Responses API. */
  record ResponsesEnvelope(List<Item> output) implements ResponseEnvelope {
    record Item(List<TextPart> content) {}

    @Override
    public String text() {
      return output.getFirst().content().getFirst().text();
    }
  }

  /** A response of Messages. */
  record MessagesEnvelope(List<TextPart> content) implements ResponseEnvelope {
    @Override
    public String text() {
      return content.getFirst().text();
    }
  }

  /** A response of generateContent. */
  record GeminiEnvelope(List<Candidate> candidates) implements ResponseEnvelope {
    record Candidate(CandidateContent content) {}

    record CandidateContent(List<TextPart> parts) {}

    @Override
    public String text() {
      return candidates.getFirst().content().parts().getFirst().text();
    }
  }
}
