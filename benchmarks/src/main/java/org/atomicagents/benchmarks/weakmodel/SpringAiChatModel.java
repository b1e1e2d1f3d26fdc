package org.atomicagents.benchmarks.weakmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model of Spring AI that sends the same requests as its OpenAI module: text messages, and the
 * output schema as a strict response format. That module depends on 80 MB of libraries.
 */
final class SpringAiChatModel implements ChatModel {
  private static final ChatOptions OPTIONS = StructuredOutputChatOptions.builder().build();
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient client =
      new OkHttpClient.Builder().readTimeout(Duration.ofMinutes(5)).build();
  private final String url;
  private final String modelName;

  SpringAiChatModel(URI baseUrl, String modelName) {
    this.url = baseUrl + "/chat/completions";
    this.modelName = modelName;
  }

  @Override
  public ChatOptions getOptions() {
    return OPTIONS;
  }

  @Override
  public ChatResponse call(Prompt prompt) {
    Request request =
        new Request.Builder().url(url).post(RequestBody.create(body(prompt), JSON)).build();
    try (Response response = client.newCall(request).execute()) {
      JsonNode body = JsonMapper.shared().readTree(response.body().string());
      String text = body.at("/choices/0/message/content").asString("");
      return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String body(Prompt prompt) {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("model", modelName);
    ArrayNode messages = body.putArray("messages");
    prompt
        .getInstructions()
        .forEach(message ->
            messages
                .addObject()
                .put("role", message.getMessageType().name().toLowerCase(Locale.ROOT))
                .put("content", message.getText()));
    if (prompt.getOptions() instanceof StructuredOutputChatOptions options
        && options.getOutputSchema() != null) {
      ObjectNode format = body.putObject("response_format").put("type", "json_schema");
      format
          .putObject("json_schema")
          .put("name", "custom_schema")
          .put("strict", true)
          .set("schema", JsonMapper.shared().readTree(options.getOutputSchema()));
    }
    return body.toString();
  }
}
