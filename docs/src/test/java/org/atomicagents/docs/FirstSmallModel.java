package org.atomicagents.docs;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.schema.Description;

public class FirstSmallModel {

  @Description("A person")
  record Person(String name, int age, String city) {}

  public static void main(String[] args) {
    try (var llama = OpenAi.fromEnv(Provider.LLAMA_CPP)) {
      Model model = llama.model("SmolLM2-135M-Instruct");
      var agent = AtomicAgent.of(BasicChatInput.class, Person.class, model);

      System.out.println(agent.run(new BasicChatInput("Lena Vogel, 29, comes from Hamburg.")));
    }
  }
}
