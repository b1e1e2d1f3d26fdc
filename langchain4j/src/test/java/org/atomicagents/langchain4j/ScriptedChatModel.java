package org.atomicagents.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Models of LangChain4j whose responses are computed by the test; they record their requests. */
final class ScriptedChatModel {
  final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
  Set<Capability> capabilities = Set.of();
  ModelProvider provider = ModelProvider.OTHER;
  ChatRequestParameters defaults = ChatRequestParameters.builder().modelName("nova").build();

  /** Returns the next response to a request. */
  @FunctionalInterface
  interface Script {
    ChatResponse respond(ChatRequest request) throws Exception;
  }

  static ChatResponse text(String text) {
    return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
  }

  LangChain4jClient answering(String... texts) {
    return blocking(request -> text(texts[Math.min(requests.size(), texts.length) - 1]));
  }

  LangChain4jClient blocking(Script script) {
    return LangChain4jClient.of(chatModel(script));
  }

  LangChain4jClient streaming(BiConsumer<ChatRequest, StreamingChatResponseHandler> script) {
    return LangChain4jClient.of(streamingModel(script));
  }

  ChatModel chatModel(Script script) {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        try {
          return script.respond(request);
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new RuntimeException(e);
        }
      }

      @Override
      public ChatRequestParameters defaultRequestParameters() {
        return defaults;
      }

      @Override
      public ModelProvider provider() {
        return provider;
      }

      @Override
      public Set<Capability> supportedCapabilities() {
        return capabilities;
      }
    };
  }

  StreamingChatModel streamingModel(BiConsumer<ChatRequest, StreamingChatResponseHandler> script) {
    return new StreamingChatModel() {
      @Override
      public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        requests.add(request);
        script.accept(request, handler);
      }

      @Override
      public ChatRequestParameters defaultRequestParameters() {
        return defaults;
      }

      @Override
      public ModelProvider provider() {
        return provider;
      }

      @Override
      public Set<Capability> supportedCapabilities() {
        return capabilities;
      }
    };
  }
}
