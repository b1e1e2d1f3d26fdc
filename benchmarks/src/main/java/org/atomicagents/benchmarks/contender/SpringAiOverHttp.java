package org.atomicagents.benchmarks.contender;

import java.net.URI;
import java.util.Objects;
import java.util.function.Supplier;
import org.atomicagents.benchmarks.documents.ReportDocument;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * Spring AI's ChatClient over its own OpenAI module. The converter is reused, because {@code
 * .entity(Order.class)} generates the schema in each call. It validates no constraints.
 */
final class SpringAiOverHttp implements Contender {
  private final Supplier<Object> call;
  private final Object expected;
  private final int operations;

  private SpringAiOverHttp(Supplier<Object> call, Object expected, int operations) {
    this.call = call;
    this.expected = expected;
    this.operations = operations;
  }

  /** Returns the contender whose calls have the order as structured output of the provider. */
  static SpringAiOverHttp typedCall(URI baseUrl) {
    ChatClient client =
        ChatClient.builder(model(baseUrl)).defaultSystem(SampleOrder.INSTRUCTION).build();
    var converter = new BeanOutputConverter<>(Order.class);
    return new SpringAiOverHttp(
        () ->
            Objects.requireNonNull(
                client
                    .prompt()
                    .user(SampleOrder.QUESTION)
                    .call()
                    .entity(converter, ChatClient.EntityParamSpec::useProviderStructuredOutput)),
        SampleOrder.order(),
        1);
  }

  /** Returns the contender that reads a stream as text. */
  static SpringAiOverHttp textStream(URI baseUrl, String expected) {
    ChatClient client = ChatClient.create(model(baseUrl));
    return new SpringAiOverHttp(
        () -> {
          var text = new StringBuilder();
          // A Stream requests a bounded number of items, and the library's buffer of chunks fails
          // now and then for lack of requests.
          client.prompt().user("How was the year?").stream()
              .content()
              .doOnNext(text::append)
              .blockLast();
          return text.toString();
        },
        expected,
        ReportDocument.EVENTS);
  }

  private static OpenAiChatModel model(URI baseUrl) {
    OpenAiChatOptions options =
        OpenAiChatOptions.builder()
            .baseUrl(baseUrl.toString())
            .apiKey("none")
            .model("stub")
            .maxRetries(0)
            .build();
    return OpenAiChatModel.builder().options(options).build();
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
}
