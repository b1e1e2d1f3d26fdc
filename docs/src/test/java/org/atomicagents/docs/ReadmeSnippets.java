package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ReadmeSnippets {

  public static void main(String[] args) {
    // @start region="typed-agent"
    @Description("A question from a user")
    record Question(@Description("What the user wants to know") String text) {}

    @Description("An answer")
    record Answer(
        @Description("The answer, in Markdown") String text,
        @Description("From 0 to 1") @DecimalMin("0") @DecimalMax("1") double confidence,
        @Description("What to ask next") @Size(max = 3) List<String> followUps) {}

    var agent = AtomicAgent.of(Question.class, Answer.class, OpenAi.fromEnv().model("gpt-5-mini"));
    Answer answer = agent.run(new Question("Why is the sky blue?"));
    // @end
    System.out.println(answer);
    var screen = new Screen();
    // @start region="streaming"
    try (var stream = agent.stream(new Question("Why is the sky blue?"))) {
      for (Partial<Answer> partial : stream) {
        screen.render(partial.value());
      }
    }
    // @end
    System.out.println(screen.shown);
  }

  private static final class Screen {
    private Object shown = "nothing";

    void render(Object value) {
      shown = value;
    }
  }

  @Test
  void aTypedAgentAnswers() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = ChildJvm.run(provider, ReadmeSnippets.class);

      assertThat(lines.subList(lines.size() - 2, lines.size()))
          .allMatch(line -> line.startsWith("Answer[text="));
      assertThat(provider.requests()).hasSize(2);
    }
  }
}
