package org.atomicagents.benchmarks.load;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** LangChain4j's OpenAI models with their default HTTP client. */
final class LangChain4jLoadClient implements LoadClient {
  private final OpenAiChatModel model;
  private final OpenAiStreamingChatModel streamingModel;
  private final String expected;

  LangChain4jLoadClient(URI baseUrl, String expected) {
    this.model =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl.toString())
            .apiKey("none")
            .modelName("stub")
            .maxRetries(0)
            .build();
    this.streamingModel =
        OpenAiStreamingChatModel.builder()
            .baseUrl(baseUrl.toString())
            .apiKey("none")
            .modelName("stub")
            .build();
    this.expected = expected;
  }

  @Override
  public void call(String question) throws IOException {
    LoadClient.require(expected, model.chat(question));
  }

  @Override
  public void stream(Runnable first) throws IOException {
    var collector = new ResponseCollector(first);
    streamingModel.chat(ChatReader.QUESTION, collector);
    try {
      LoadClient.require(expected, collector.completeText.join());
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  private static final class ResponseCollector implements StreamingChatResponseHandler {
    private final CompletableFuture<String> completeText = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final Runnable first;

    ResponseCollector(Runnable first) {
      this.first = first;
    }

    @Override
    public void onPartialResponse(String delta) {
      first.run();
      text.append(delta);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      completeText.complete(text.toString());
    }

    @Override
    public void onError(Throwable error) {
      completeText.completeExceptionally(error);
    }
  }
}
