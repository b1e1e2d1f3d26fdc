package org.atomicagents.benchmarks.weakmodel;

import java.net.URI;
import org.atomicagents.benchmarks.extraction.ExtractionTask;
import org.atomicagents.benchmarks.extraction.ExtractionTasks;
import org.atomicagents.benchmarks.extraction.ExtractionType;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;

/**
 * Spring AI's {@code .entity}: with the provider's structured output, or with its default, a format
 * instruction in the prompt.
 */
final class SpringAiExtractor implements Extractor {
  private final boolean isNative;
  private final ChatClient client;

  SpringAiExtractor(URI baseUrl, String modelName, boolean isNative) {
    this.isNative = isNative;
    this.client = ChatClient.create(new SpringAiChatModel(baseUrl, modelName));
  }

  @Override
  public String label() {
    return "spring-ai " + (isNative ? "native" : "prompted");
  }

  @Override
  public boolean repeatsByItself() {
    return false;
  }

  @Override
  public @Nullable Object extract(ExtractionTask task) {
    ExtractionType type = ExtractionTasks.typeOf(task);
    ChatClient.CallResponseSpec call =
        client.prompt().system(type.instruction()).user(task.input()).call();
    return isNative
        ? call.entity(type.type(), ChatClient.EntityParamSpec::useProviderStructuredOutput)
        : call.entity(type.type());
  }
}
