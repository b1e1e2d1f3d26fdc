package org.atomicagents.docs;

import java.nio.file.Path;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.message.Image;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;

public class FirstImage {

  @Description("A question about photos")
  record PhotoQuestion(String text, List<Image> photos) {}

  @Description("An answer")
  record PhotoAnswer(String text, List<String> visibleObjects) {}

  public static void main(String[] args) {
    try (var openAi = OpenAi.fromEnv()) {
      var model = openAi.model("gpt-5-mini");
      var agent = AtomicAgent.of(PhotoQuestion.class, PhotoAnswer.class, model);
      var photos = List.of(args).stream().map(Path::of).map(Image::of).toList();

      PhotoAnswer answer = agent.run(new PhotoQuestion("What is in these photos?", photos));

      System.out.println(answer.text());
      answer.visibleObjects().forEach(object -> System.out.println("- " + object));
    }
  }
}
