package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.service.AiServices;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunResult;
import org.atomicagents.langchain4j.AgentTool;
import org.atomicagents.langchain4j.LangChain4jClient;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class LangChain4jSnippets {
  interface Support {
    String answer(String question);
  }

  @Test
  void runsAModelOfLangChain4j() {
    try (var provider = SimulatedProvider.start()) {
      String url = provider.baseUrl().toString();
      // @start region="model"
      var blocking =
          OpenAiChatModel.builder().baseUrl(url).apiKey("key").modelName("m").maxRetries(0).build();
      var streaming =
          OpenAiStreamingChatModel.builder().baseUrl(url).apiKey("key").modelName("m").build();
      Model model = LangChain4jClient.of(blocking, streaming).model();
      // @end
      assertThat(AtomicAgent.of(model).run(new BasicChatInput("hi"))).isNotNull();
    }
  }

  @Test
  void countsCachedTokens() {
    try (var provider = SimulatedProvider.start()) {
      ChatModel chatModel = chatModel(provider);
      // @start region="usage"
      var client =
          LangChain4jClient.of(chatModel)
              .withUsage(tokens -> {
                var counts = (OpenAiTokenUsage) tokens;
                var input = counts.inputTokensDetails();
                long cached = input == null ? 0 : input.cachedTokens();
                return new Usage(
                    counts.inputTokenCount(), counts.outputTokenCount(), cached, 0, 0, 0, 0);
              });
      // @end
      RunResult<BasicChatOutput> result =
          AtomicAgent.of(client.model()).call(new BasicChatInput("hi"));
      assertThat(result.usage().inputTokens()).isPositive();
    }
  }

  @Test
  void runsAnAgentAsATool() {
    try (var provider = SimulatedProvider.start()) {
      ChatModel chatModel = chatModel(provider);
      var agent = AtomicAgent.of(LangChain4jClient.of(chatModel).model());
      // @start region="tool"
      AgentTool expert = AgentTool.of("expert", "Answers questions about invoices", agent);
      Support support =
          AiServices.builder(Support.class).chatModel(chatModel).tools(expert.tools()).build();
      // @end
      assertThat(support.answer("Where is my invoice?")).isNotBlank();
      assertThat(provider.requests().getFirst().body()).contains("expert");
    }
  }

  private static ChatModel chatModel(SimulatedProvider provider) {
    return OpenAiChatModel.builder()
        .baseUrl(provider.baseUrl().toString())
        .apiKey("key")
        .modelName("m")
        .build();
  }
}
