package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Model;
import org.atomicagents.model.PromptProfile;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.SchemaNotation;
import org.atomicagents.report.TokenFinding;
import org.atomicagents.report.TokenReport;
import org.atomicagents.report.TokenShare;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class TokenReportTest {
  private static final Model MODEL =
      ScriptedModel.answering("{}").model().withModes(ResponseMode.PROMPTED_JSON);
  private static final String VERBOSE =
      "A floating point number between zero and one that represents how confident the model is in"
          + " the response that it has written to the user";

  @Description("An answer")
  record Answer(
      @Description("The answer") String answer,
      @Description(VERBOSE) double confidence,
      @Description("Pages that were used") List<Source> sources) {}

  @Description("A page")
  record Source(@Description("Address of the page") String url) {}

  @Test
  void countsTheSectionsOfThePromptAndTheFieldsOfTheOutput() {
    TokenReport report = TokenReport.of(agent(MODEL), new BasicChatInput("Why is the sky blue?"));

    assertThat(report.sections())
        .extracting(TokenShare::name)
        .containsExactly("IDENTITY and PURPOSE", "INTERNAL ASSISTANT STEPS", "OUTPUT INSTRUCTIONS");
    assertThat(report.fields())
        .extracting(TokenShare::name)
        .containsExactly("$.answer", "$.confidence", "$.sources", "$.sources[].url");
    assertThat(report.fields()).allMatch(field -> field.tokens() > 0);
    assertThat(report.count().total())
        .isEqualTo(report.count().system() + report.count().history() + report.count().schema());
  }

  @Test
  void findsDuplicateLinesAndVerboseAndRedundantDescriptions() {
    TokenReport report = TokenReport.of(agent(MODEL), new BasicChatInput("hi"));

    assertThat(report.findings())
        .extracting(TokenFinding::kind, TokenFinding::place)
        .containsExactlyInAnyOrder(
            tuple(TokenFinding.Kind.COMPACT_SCHEMA, "the output schema"),
            tuple(TokenFinding.Kind.VERBOSE_DESCRIPTION, "$.confidence"),
            tuple(TokenFinding.Kind.DUPLICATE_LINE, "INTERNAL ASSISTANT STEPS"),
            tuple(TokenFinding.Kind.REDUNDANT_DESCRIPTION, "$.answer"));
    assertThat(report.findings()).isSortedAccordingTo((a, b) -> b.tokens() - a.tokens());
  }

  @Test
  void compactDefinitionsHaveNothingToSave() {
    Model compact =
        MODEL.withPrompt(PromptProfile.STANDARD.withNotation(SchemaNotation.COMPACT_DEFINITION));

    TokenReport report = TokenReport.of(agent(compact), new BasicChatInput("hi"));

    assertThat(report.findings())
        .extracting(TokenFinding::kind)
        .doesNotContain(TokenFinding.Kind.COMPACT_SCHEMA);
    assertThat(report.sizes().compactDefinition().orElseThrow())
        .isLessThan(report.sizes().jsonSchema());
    assertThat(report.count().total())
        .isLessThan(TokenReport.of(agent(MODEL), new BasicChatInput("hi")).count().total());
  }

  @Test
  void needsNoInput() {
    TokenReport report = TokenReport.of(agent(MODEL));

    assertThat(report.count().history()).isZero();
    assertThat(report.text())
        .contains("Agent Answer with model gpt-5-mini, PROMPTED_JSON", "Possible savings")
        .contains("$.confidence: verbose description: A floating point");
    assertThat(report.json()).startsWith("{\"agent\":\"Answer\",").contains("\"findings\":[");
  }

  private static AtomicAgent<BasicChatInput, Answer> agent(Model model) {
    return AtomicAgent.builder(BasicChatInput.class, Answer.class, model)
        .systemPrompt(
            SystemPrompt.builder()
                .background("You explain nature to children.")
                .steps("Read the question.", "You explain nature to children")
                .output("Answer in one sentence.")
                .build())
        .build();
  }
}
