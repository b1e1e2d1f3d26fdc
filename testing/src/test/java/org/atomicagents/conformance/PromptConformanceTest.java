package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.ContextProvider;
import org.atomicagents.chat.PromptGenerator;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.message.Message;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptConformanceTest {
  private static final String LAST_LINES =
      """
      - Always respond using the proper JSON schema.
      - Always use the available additional information and context to enhance the response.\
      """;

  @Test
  @DisplayName("P01 the default prompt")
  void p01() {
    String empty =
        SystemPrompt.builder()
            .background(List.of())
            .steps(List.of())
            .output(List.of())
            .build()
            .render()
            .text();

    assertThat(SystemPrompt.defaults().render().text())
        .isEqualTo(AgentConformanceTest.DEFAULT_PROMPT);
    assertThat(empty).isEqualTo(AgentConformanceTest.DEFAULT_PROMPT);
  }

  @Test
  @DisplayName("P02 the sections of a prompt")
  void p02() {
    var prompt =
        SystemPrompt.builder()
            .background("Background info")
            .steps("Step 1", "Step 2")
            .output("Custom instruction")
            .build();

    assertThat(prompt.render().text())
        .isEqualTo(
            """
            # IDENTITY and PURPOSE
            - Background info

            # INTERNAL ASSISTANT STEPS
            - Step 1
            - Step 2

            # OUTPUT INSTRUCTIONS
            - Custom instruction
            """
                + LAST_LINES);
  }

  @Test
  @DisplayName("P03 context providers follow the last section")
  void p03() {
    var prompt =
        SystemPrompt.builder()
            .background("Background info")
            .steps("Step 1")
            .output("Custom instruction")
            .provider("one", ContextProvider.of("Provider 1", () -> "Info 1"))
            .provider("two", ContextProvider.of("Provider 2", () -> "Info 2"))
            .build();

    assertThat(prompt.render().text())
        .isEqualTo(
            """
            # IDENTITY and PURPOSE
            - Background info

            # INTERNAL ASSISTANT STEPS
            - Step 1

            # OUTPUT INSTRUCTIONS
            - Custom instruction
            """
                + LAST_LINES
                + """


                # EXTRA INFORMATION AND CONTEXT
                ## Provider 1
                Info 1

                ## Provider 2
                Info 2\
                """);
  }

  @Test
  @DisplayName("P04 an empty provider keeps the heading of the section")
  void p04() {
    var prompt =
        SystemPrompt.builder()
            .background("Background")
            .provider("empty", ContextProvider.of("Empty", () -> ""))
            .build();

    assertThat(prompt.render().text()).endsWith("\n\n# EXTRA INFORMATION AND CONTEXT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u0085", "\u2007", "\u202f", "\u2028", "\u001f", " \t\n"})
  @DisplayName("P03 white space at the end of a prompt is removed as by Python")
  void p03WhiteSpace(String blank) {
    var prompt =
        SystemPrompt.builder()
            .background("Background")
            .provider("one", ContextProvider.of("Title", () -> "Info" + blank))
            .build();

    assertThat(prompt.render().text()).endsWith("## Title\nInfo");
  }

  @Test
  @DisplayName("P05 a given list is not modified")
  void p05() {
    var lines = new ArrayList<>(List.of("x"));

    SystemPrompt first = SystemPrompt.builder().output(lines).build();
    SystemPrompt second = SystemPrompt.builder().output(lines).build();

    assertThat(lines).containsExactly("x");
    assertThat(first.render().text()).endsWith("# OUTPUT INSTRUCTIONS\n- x\n" + LAST_LINES);
    assertThat(second.render().text()).isEqualTo(first.render().text());
  }

  @Test
  @DisplayName("P06 a provider is called once per run")
  void p06() {
    var calls = new AtomicInteger();
    var prompt =
        SystemPrompt.defaults()
            .withProvider(
                "count", ContextProvider.of("Count", () -> "run " + calls.incrementAndGet()));
    var script = ScriptedModel.answering("{\"chat_message\":\"1\"}", "{\"chat_message\":\"2\"}");
    var agent = AtomicAgent.builder(script.model()).systemPrompt(prompt).build();

    agent.run(new BasicChatInput("a"));
    agent.run(new BasicChatInput("b"));

    assertThat(calls).hasValue(2);
    assertThat(script.requests().get(0).messages().getFirst().text()).endsWith("run 1");
    assertThat(script.requests().get(1).messages().getFirst().text()).endsWith("run 2");
  }

  @Test
  @DisplayName("P07 providers are found, replaced and removed by name, in copies")
  void p07() {
    ContextProvider first = ContextProvider.of("x", () -> "1");
    ContextProvider second = ContextProvider.of("x", () -> "2");
    SystemPrompt none = SystemPrompt.defaults();
    SystemPrompt one = none.withProvider("x", first);

    assertThat(one.provider("x")).isSameAs(first);
    assertThat(one.withProvider("x", second).provider("x")).isSameAs(second);
    assertThat(one.withoutProvider("x").render()).isEqualTo(none.render());
    assertThatThrownBy(() -> none.provider("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Context provider 'x' not found.");
    assertThatThrownBy(() -> none.withoutProvider("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Context provider 'x' not found.");
  }

  @Test
  @DisplayName("P08 a custom prompt generator")
  void p08() {
    var prompt =
        SystemPrompt.of(new MockSystemPromptGenerator())
            .withProvider("mock_provider", ContextProvider.of("Mock", () -> "info"));
    var script = ScriptedModel.answering("{\"chat_message\":\"1\"}");

    AtomicAgent.builder(script.model()).systemPrompt(prompt).build().run(new BasicChatInput("hi"));

    assertThat(script.lastRequest().messages().getFirst())
        .isEqualTo(Message.system("Custom Prompt"));
    assertThat(prompt).hasToString("MockSystemPromptGenerator (providers=['mock_provider'])");
  }

  @Test
  @DisplayName("P09 agents do not share context providers")
  void p09() {
    var script = ScriptedModel.answering("{\"chat_message\":\"1\"}", "{\"chat_message\":\"2\"}");
    var second = AtomicAgent.of(script.model());
    var first =
        second.withSystemPrompt(
            second.systemPrompt().withProvider("date", ContextProvider.of("Date", () -> "today")));

    first.run(new BasicChatInput("hi"));
    second.run(new BasicChatInput("hi"));

    assertThat(script.requests().get(0).messages().getFirst().text()).contains("today");
    assertThat(script.requests().get(1).messages().getFirst().text())
        .isEqualTo(AgentConformanceTest.DEFAULT_PROMPT);
  }

  private static final class MockSystemPromptGenerator implements PromptGenerator {
    @Override
    public String generate(List<ContextInfo> context) {
      return "Custom Prompt";
    }
  }
}
