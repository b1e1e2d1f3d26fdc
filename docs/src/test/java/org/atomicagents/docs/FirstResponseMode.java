package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;

public class FirstResponseMode {

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      Model model = openAi.model("gpt-5-mini");
      System.out.println("Modes, best first: " + model.capabilities().modes());

      var agent = AtomicAgent.builder(model).mode(ResponseMode.TOOL_CALL).build();
      System.out.println(agent.run(new BasicChatInput("hello")).chatMessage());

      var prompted = RunOptions.defaults().withMode(ResponseMode.PROMPTED_JSON);
      System.out.println(agent.run(new BasicChatInput("hello again"), prompted).chatMessage());
    }
  }
}
