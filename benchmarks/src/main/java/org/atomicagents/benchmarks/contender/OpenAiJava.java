package org.atomicagents.benchmarks.contender;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.StructuredChatCompletionCreateParams;
import java.net.URI;
import java.util.function.Supplier;
import org.atomicagents.benchmarks.documents.ReportDocument;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;

/**
 * OpenAI's SDK with its OkHttp client. Its request is built once, because {@code
 * responseFormat(Class)} generates the schema of the class again for each request. It validates no
 * constraints.
 */
final class OpenAiJava implements Contender {
  private final OpenAIClient client;
  private final Supplier<Object> call;
  private final Object expected;
  private final int operations;

  private OpenAiJava(OpenAIClient client, Supplier<Object> call, Object expected, int operations) {
    this.client = client;
    this.call = call;
    this.expected = expected;
    this.operations = operations;
  }

  /** Returns the contender whose calls have the order as structured output. */
  static OpenAiJava typedCall(URI baseUrl) {
    OpenAIClient client = client(baseUrl);
    StructuredChatCompletionCreateParams<Order> request =
        ChatCompletionCreateParams.builder()
            .model("stub")
            .addSystemMessage(SampleOrder.INSTRUCTION)
            .addUserMessage(SampleOrder.QUESTION)
            .responseFormat(Order.class)
            .build();
    return new OpenAiJava(
        client,
        () ->
            client
                .chat()
                .completions()
                .create(request)
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow(),
        SampleOrder.order(),
        1);
  }

  /** Returns the contender that reads a stream as text. */
  static OpenAiJava textStream(URI baseUrl, String expected) {
    OpenAIClient client = client(baseUrl);
    ChatCompletionCreateParams request =
        ChatCompletionCreateParams.builder()
            .model("stub")
            .addUserMessage("How was the year?")
            .build();
    return new OpenAiJava(client, () -> text(client, request), expected, ReportDocument.EVENTS);
  }

  private static String text(OpenAIClient client, ChatCompletionCreateParams request) {
    var text = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(request)) {
      response.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(text::append);
    }
    return text.toString();
  }

  private static OpenAIClient client(URI baseUrl) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(baseUrl.toString())
        .apiKey("none")
        .maxRetries(0)
        .build();
  }

  @Override
  public Object call() {
    return call.get();
  }

  @Override
  public Object expected() {
    return expected;
  }

  @Override
  public int operations() {
    return operations;
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public void close() {
    client.close();
  }
}
