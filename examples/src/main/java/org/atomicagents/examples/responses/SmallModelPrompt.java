package org.atomicagents.examples.responses;

import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.examples.ExampleModel;
import org.atomicagents.message.Message;
import org.atomicagents.model.Model;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;

/** The messages for a small model beside those for other models, and a run with the first. */
public final class SmallModelPrompt {
  private SmallModelPrompt() {}

  @Description("A person")
  record Person(String name, int age, String city) {}

  public static void main(String... args) {
    var input = new BasicChatInput("Lena Vogel, 29, comes from Hamburg.");
    try (var example = ExampleModel.select(args)) {
      Model prompted = example.model().withModes(ResponseMode.PROMPTED_JSON);
      print("STANDARD", prompted.withPrompt(PromptProfile.STANDARD), input);
      print("SMALL", prompted.withPrompt(PromptProfile.SMALL), input);
      // A schema that the server enforces helps small models most.
      Model small =
          example
              .model()
              .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.PROMPTED_JSON)
              .withPrompt(PromptProfile.SMALL);
      System.out.println(AtomicAgent.of(BasicChatInput.class, Person.class, small).run(input));
    }
  }

  private static void print(String profile, Model model, BasicChatInput input) {
    var agent = AtomicAgent.of(BasicChatInput.class, Person.class, model);
    try (var prepared = agent.prepare(input, RunOptions.defaults())) {
      System.out.printf("%s: %d tokens%n", profile, prepared.tokens().total());
      for (Message message : prepared.request().messages()) {
        System.out.println(message.role() + ": " + message.text());
      }
    }
  }
}
