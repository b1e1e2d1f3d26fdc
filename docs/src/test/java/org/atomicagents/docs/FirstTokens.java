package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.report.TokenReport;
import org.atomicagents.tokenizers.Tokenizers;

public class FirstTokens {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent =
          AtomicAgent.builder(openAi.model("gpt-5-mini"))
              .tokenCounter(Tokenizers.forModel("gpt-5-mini"))
              .build();
      var input = new BasicChatInput("Why is the sky blue?");

      try (var prepared = agent.prepare(input, RunOptions.defaults())) {
        System.out.println(prepared.tokens().total() + " tokens"); // no request is sent
      }
      System.out.println(TokenReport.of(agent, input).text());
    }
  }
}
