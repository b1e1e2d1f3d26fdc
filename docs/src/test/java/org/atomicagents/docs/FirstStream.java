package org.atomicagents.docs;

import java.util.List;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Partial;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstStream {

  @Description("A recipe")
  record Recipe(String title, int minutes, List<String> steps) {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var agent = AtomicAgent.of(BasicChatInput.class, Recipe.class, openAi.model("gpt-5-mini"));

      try (AgentStream<Recipe> stream = agent.stream(new BasicChatInput("Lentil soup, please."))) {
        for (Partial<Recipe> partial : stream) {
          System.out.println(partial.value());
        }
        Recipe recipe = stream.result();
        System.out.println("Done in " + recipe.minutes() + " minutes");
      }
    }
  }
}
