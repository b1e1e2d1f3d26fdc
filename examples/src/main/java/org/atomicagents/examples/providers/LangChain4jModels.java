package org.atomicagents.examples.providers;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.atomicagents.AtomicAgent;
import org.atomicagents.examples.ExampleModel;
import org.atomicagents.langchain4j.AgentTool;
import org.atomicagents.langchain4j.LangChain4jClient;
import org.atomicagents.schema.Description;

/**
 * An agent over a model of LangChain4j, here that of its module for OpenAI, and the same agent as a
 * tool of a LangChain4j AI service.
 */
public final class LangChain4jModels {
  private LangChain4jModels() {}

  @Description("A complaint of a customer")
  record Complaint(@Description("The complaint") String text) {}

  @Description("How a complaint is handled")
  record Handling(
      @Description("The team") String team,
      @Description("From 1, urgent, to 5") @Min(1) @Max(5) int priority) {}

  interface Support {
    String answer(String question);
  }

  public static void main(String... args) {
    try (var example = ExampleModel.selectOpenAi(args)) {
      ChatModel chat =
          OpenAiChatModel.builder()
              .baseUrl(example.address().baseUrl())
              .apiKey(example.address().key())
              .modelName(example.model().name())
              .maxRetries(0)
              .build();
      var agent =
          AtomicAgent.of(Complaint.class, Handling.class, LangChain4jClient.of(chat).model());
      Handling handling = agent.run(new Complaint("My invoices cannot be exported since today."));
      System.out.printf("Team %s, priority %d%n", handling.team(), handling.priority());

      AgentTool triage = AgentTool.of("triage", "Finds team and priority of a complaint", agent);
      Support support =
          AiServices.builder(Support.class).chatModel(chat).tools(triage.tools()).build();
      System.out.println(support.answer("Who handles a failed export of invoices?"));
    }
  }
}
