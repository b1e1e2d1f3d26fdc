package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.schema.Description;
import org.junit.jupiter.api.Test;

class AgentToolTest {
  private static final String NOTE = "{\"text\":\"fine\"}";

  private final ScriptedChatModel script = new ScriptedChatModel();

  @Description("A note")
  record Note(@Description("The text") String text) {}

  @Description("A directory")
  record Directory(
      @Description("The name") String name,
      @Description("The directories in it") List<Directory> children) {}

  @Description("Settings")
  record Settings(
      @Description("Numbers by name") Map<String, Integer> numbers,
      @Description("A note") Optional<String> note) {}

  @Description("A shape")
  sealed interface Shape {}

  @Description("A circle")
  record Circle(@Description("The radius") int radius) implements Shape {}

  @Description("A square")
  record Square(@Description("The side") int side) implements Shape {}

  @Test
  void hasTheParametersOfARecursiveInput() {
    AgentTool tool = AgentTool.of("list", "Lists a directory", agent(Directory.class));

    JsonObjectSchema parameters = tool.specification().parameters();

    assertThat(parameters.properties()).containsOnlyKeys("name", "children");
    assertThat(parameters.definitions()).isNotEmpty();
    assertThat(parameters.properties().get("children").toString())
        .contains(JsonReferenceSchema.class.getSimpleName());
    assertThat(execute(tool, "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}"))
        .isEqualTo(NOTE);
  }

  @Test
  void acceptsMapsAndAbsentValues() {
    AgentTool tool = AgentTool.of("set", "Changes settings", agent(Settings.class));

    assertThat(execute(tool, "{\"numbers\":{\"a\":1}}")).isEqualTo(NOTE);
    assertThat(script.requests.getLast().messages().toString())
        .contains("{\"numbers\":{\"a\":1},\"note\":null}");
  }

  @Test
  void acceptsASealedInputAsTheValueOfAnObject() {
    AgentTool tool = AgentTool.of("area", "Computes an area", agent(Shape.class));

    assertThat(tool.specification().parameters().properties()).containsOnlyKeys("value");
    assertThat(execute(tool, "{\"value\":{\"type\":\"Circle\",\"radius\":3}}")).isEqualTo(NOTE);
    assertThat(script.requests.getLast().messages().toString()).contains("\"radius\":3");
  }

  @Test
  void returnsTheViolationsOfInvalidArguments() {
    AgentTool tool = AgentTool.of("check", "Checks a note", agent(Note.class));

    ToolExecutionResult result =
        tool.executeWithContext(request("{\"text\":null}"), InvocationContext.builder().build());

    assertThat(result.isError()).isTrue();
    assertThat(result.resultText())
        .startsWith("The arguments of 'check' are invalid:\n")
        .contains("$.text")
        .endsWith("Call it again with valid arguments.");
    assertThat(execute(tool, "")).isEqualTo(execute(tool, "{}")).contains("$.text");
    assertThat(script.requests).isEmpty();
  }

  @Test
  void throwsTheFailureOfTheAgent() {
    AtomicAgent<Note, Note> agent =
        AtomicAgent.of(
            Note.class,
            Note.class,
            script
                .blocking(request -> {
                  throw new InternalServerException("overloaded");
                })
                .model()
                .withRetry(RetryPolicy.none()));
    AgentTool tool = AgentTool.of("check", "Checks a note", agent);

    assertThatThrownBy(() -> execute(tool, NOTE))
        .isInstanceOf(AgentException.class)
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void runsWithTheOptionsOfTheCall() {
    var memories = new ArrayList<Object>();
    AgentTool tool =
        AgentTool.of("check", "Checks a note", agent(Note.class))
            .withOptions(context -> {
              memories.add(context == null ? "none" : context.chatMemoryId());
              return RunOptions.defaults();
            });

    tool.executeWithContext(request(NOTE), InvocationContext.builder().chatMemoryId("a").build());
    execute(tool, NOTE);

    assertThat(memories).containsExactly("a", "none");
  }

  private <I> AtomicAgent<I, Note> agent(Class<I> input) {
    return AtomicAgent.of(input, Note.class, script.answering(NOTE).model());
  }

  private static String execute(AgentTool tool, String arguments) {
    return tool.execute(request(arguments), null);
  }

  private static ToolExecutionRequest request(String arguments) {
    return ToolExecutionRequest.builder().name("tool").arguments(arguments).build();
  }
}
