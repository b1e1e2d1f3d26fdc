package org.atomicagents.benchmarks.load;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** LangChain4j's models of the same protocol, with the HTTP client that it comes with. */
final class LangChain4jLoadClient implements LoadClient {
  private static final String QUESTION = "Why is the sky blue?";

  private final OpenAiChatModel whole;
  private final OpenAiStreamingChatModel streamed;
  private final String expected;

  LangChain4jLoadClient(URI baseUrl, String expected) {
    this.whole =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl.toString())
            .apiKey("none")
            .modelName("stub")
            .maxRetries(0)
            .build();
    this.streamed =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl.toString())
            .apiKey("none")
            .modelName("stub")
            .build();
    this.expected = expected;
  }

  @Override
  public void call() throws IOException {
    LoadClient.require(expected, whole.chat(QUESTION));
  }

  @Override
  public void stream(Runnable first) throws IOException {
    var answer = new Answer(first);
    streamed.chat(QUESTION, answer);
    try {
      LoadClient.require(expected, answer.whole.join());
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static final class Answer implements StreamingChatResponseHandler {
    private final CompletableFuture<String> whole = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final Runnable first;

    Answer(Runnable first) {
      this.first = first;
    }

    @Override
    public void onPartialResponse(String piece) {
      first.run();
      text.append(piece);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      whole.complete(text.toString());
    }

    @Override
    public void onError(Throwable error) {
      whole.completeExceptionally(error);
    }
  }
}
