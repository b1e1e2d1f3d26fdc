package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.atomicagents.message.Message;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

class RequestForModelTest {
  private static final ModelClient CLIENT = (request, context) -> ModelExchange.of();
  private static final OutputFormat STRICT =
      new OutputFormat(ResponseMode.JSON_SCHEMA, "Answer", "", "{}")
          .withStrictSchema("{\"strict\":1}")
          .withFallbacks(List.of(ResponseMode.JSON_OBJECT));

  @Test
  void takesNameRulesModesAndOutputLimitOfTheOtherModel() {
    var rules = new ParameterRules(Set.of("seed"), Map.of(), "developer");
    Model other =
        Model.of(CLIENT, "other")
            .withRules(rules)
            .withCapabilities(
                new ModelCapabilities(
                    OptionalInt.empty(),
                    OptionalInt.of(100),
                    List.of(ResponseMode.TOOL_CALL, ResponseMode.PROMPTED_JSON),
                    false));
    ModelRequest request =
        ModelRequest.of("first", List.of(Message.user("hi")))
            .withOutput(STRICT)
            .withSampling(Sampling.defaults().withMaxTokens(500));

    ModelRequest adapted = RunContext.standalone().requestFor(other, request);

    assertThat(adapted)
        .isEqualTo(
            request
                .withModel(other)
                .withSampling(Sampling.defaults().withMaxTokens(100))
                .withOutput(
                    STRICT
                        .withMode(ResponseMode.TOOL_CALL)
                        .withFallbacks(List.of(ResponseMode.PROMPTED_JSON))
                        .withStrictSchema(null)));
  }

  @Test
  void keepsAChosenModeThatTheOtherModelSupports() {
    Model other =
        Model.of(CLIENT, "other").withModes(ResponseMode.JSON_SCHEMA, ResponseMode.JSON_OBJECT);
    OutputFormat chosen = STRICT.withMode(ResponseMode.JSON_OBJECT).withFallbacks(List.of());
    ModelRequest request = ModelRequest.of("first", List.of()).withOutput(chosen);

    OutputFormat adapted = RunContext.standalone().requestFor(other, request).output();

    assertThat(adapted).isEqualTo(chosen.withStrictSchema(null));
  }

  @Test
  void takesTheFormatOfTheRunForTheCompleteOutput() {
    OutputFormat complete = new OutputFormat(ResponseMode.TOOL_CALL, "Answer", "x", "{\"a\":1}");
    var context =
        new RunContext(
            "a",
            Deadline.none(),
            Budget.unlimited(),
            8,
            Listeners.none(),
            new Timings.Recorder(TimeSource.system()),
            capabilities -> complete,
            false);
    Model other = Model.of(CLIENT, "other");
    ModelRequest request = ModelRequest.of("first", List.of()).withOutput(STRICT);
    OutputFormat parts = STRICT.withShape("Answer_parts", "", "{\"parts\":1}", null);

    assertThat(context.requestFor(other, request).output()).isEqualTo(complete);
    assertThat(context.requestFor(other, request.withOutput(parts)).output().schema())
        .isEqualTo("{\"parts\":1}");
    assertThat(context.requestFor(other, request.withOutput(null)).output()).isNull();
  }
}
