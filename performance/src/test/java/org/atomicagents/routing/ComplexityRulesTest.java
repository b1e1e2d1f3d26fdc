package org.atomicagents.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.routing.TaskComplexity.COMPLEX;
import static org.atomicagents.routing.TaskComplexity.MEDIUM;
import static org.atomicagents.routing.TaskComplexity.SIMPLE;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComplexityRulesTest {

  @ParameterizedTest
  @CsvSource({"0, SIMPLE", "1, SIMPLE", "30, SIMPLE", "31, MEDIUM", "100, MEDIUM", "101, COMPLEX"})
  @DisplayName("F02 complexity by the number of words")
  void f02Words(int words, TaskComplexity expected) {
    assertThat(TaskComplexity.of(words(words))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Please ANALYZE this",
        "compare: a and b",
        "(synthesize)",
        "Evaluate",
        "a re-design",
        "the design.",
        "analyze"
      })
  @DisplayName("F02 a keyword in any case makes a task complex")
  void f02Keywords(String text) {
    assertThat(TaskComplexity.of(text)).isEqualTo(COMPLEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It was redesigned",
        "designs",
        "a comparer",
        "design2",
        "évaluate",
        "Analyzed",
        ""
      })
  @DisplayName("F02 a keyword within another word does not count")
  void f02WholeWords(String text) {
    assertThat(TaskComplexity.of(text)).isEqualTo(SIMPLE);
  }

  @Test
  @DisplayName("F02 the models of the guide")
  void f02Models() {
    ScriptedModel script =
        ScriptedModel.by(request -> ScriptedResponse.text("{\"chat_message\":\"a\"}"));
    var mini = script.model("gpt-4o-mini");
    var agent =
        RoutedAgent.of(
            AtomicAgent.of(script.model("none")),
            ModelSelector.byComplexity(
                BasicChatInput::chatMessage,
                Map.of(SIMPLE, mini, MEDIUM, mini, COMPLEX, script.model("gpt-4o"))));

    assertThat(model(agent, script, "Please ANALYZE this")).isEqualTo("gpt-4o");
    assertThat(model(agent, script, words(101))).isEqualTo("gpt-4o");
    assertThat(model(agent, script, words(31))).isEqualTo("gpt-4o-mini");
    assertThat(model(agent, script, words(30))).isEqualTo("gpt-4o-mini");
  }

  @Test
  void findsALaterOccurrenceOfAKeyword() {
    assertThat(TaskComplexity.of("redesigned, then a design")).isEqualTo(COMPLEX);
  }

  @Test
  void hasConfigurableKeywordsAndNumbers() {
    ComplexityRules rules =
        ComplexityRules.ofDefaults()
            .withKeywords(List.of("Vergleiche", "trade off"))
            .withWords(1, 3);

    assertThat(rules.classify("VERGLEICHE das")).isEqualTo(COMPLEX);
    assertThat(rules.classify("a trade off")).isEqualTo(COMPLEX);
    assertThat(rules.classify("analyze")).isEqualTo(SIMPLE);
    assertThat(rules.classify("one two")).isEqualTo(MEDIUM);
    assertThat(rules.classify("one two three four")).isEqualTo(COMPLEX);
  }

  @Test
  void countsCharactersOfScriptsWithoutSeparators() {
    ComplexityRules chinese = ComplexityRules.ofDefaults().withKeywords(List.of("分析"));

    assertThat(chinese.classify("请分析这个")).isEqualTo(COMPLEX);
    assertThat(ComplexityRules.countWords("天空为什么")).isEqualTo(5);
    assertThat(ComplexityRules.countWords("GPT 是 good")).isEqualTo(3);
    assertThat(ComplexityRules.countWords(" a\u00a0b\tc\n")).isEqualTo(3);
  }

  @Test
  void refusesInvalidSettings() {
    ComplexityRules rules = ComplexityRules.ofDefaults();

    assertThatThrownBy(() -> rules.withKeywords(List.of(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keywords: expected words, found a blank text");
    assertThatThrownBy(() -> rules.withWords(10, 9))
        .hasMessage("complexWords: expected mediumWords (10) or more, found 9");
    assertThatThrownBy(() -> rules.withWords(-1, 9))
        .hasMessage("mediumWords: expected 0 or more, found -1");
  }

  private static String model(
      RoutedAgent<BasicChatInput, BasicChatOutput> agent, ScriptedModel script, String text) {
    agent.run(new BasicChatInput(text));
    return script.lastRequest().model();
  }

  private static String words(int count) {
    return String.join(" ", Collections.nCopies(count, "word"));
  }
}
