package org.atomicagents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.internal.request.FingerprintMemo;
import org.atomicagents.internal.run.AgentSettings;
import org.atomicagents.internal.run.OutputSpec;
import org.atomicagents.internal.run.PendingTurn;
import org.atomicagents.internal.run.ResponseAccumulator;
import org.atomicagents.internal.run.ResponseForm;
import org.atomicagents.internal.run.ResponseValidator;
import org.atomicagents.internal.run.RunConfig;
import org.atomicagents.internal.run.RunPlan;
import org.atomicagents.internal.run.ValidationResult;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class ResponseValidatorTest {
  private final List<AgentEvent> events = new ArrayList<>();

  @Description("A line")
  record Line(int count) {}

  @Test
  void returnsTheOutputOfAValidResponse() {
    ValidationResult<Line> result = validator().validate(response("{\"count\":2}"));

    assertThat(result.output()).isEqualTo(new Line(2));
    assertThat(result.json()).isEqualTo("{\"count\":2}");
    assertThat(result.form()).isEqualTo(ResponseForm.AS_REQUESTED);
    assertThat(result.violations()).isEmpty();
    assertThat(result.repairs()).isEmpty();
  }

  @Test
  void returnsTheRepairsOfAMalformedResponse() {
    ValidationResult<Line> result = validator().validate(response("{\"count\":\"2\"}"));

    assertThat(result.output()).isEqualTo(new Line(2));
    assertThat(result.repairedJson()).isEqualTo("{\"count\":2}");
    assertThat(result.repairs()).extracting(Repair::kind).containsExactly(Repair.Kind.NUMBER);
  }

  @Test
  void returnsTheViolationsOfAnInvalidResponse() {
    ValidationResult<Line> result = validator().validate(response("{\"count\":\"two\"}"));

    assertThat(result.output()).isNull();
    assertThat(result.violations())
        .containsExactly(new Violation("$.count", "an integer", "\"two\""));
  }

  @Test
  void returnsTheSameResultForTheSameResponseAndEmitsNothing() {
    ResponseValidator<Line> validator = validator();
    ResponseAccumulator response = response("{\"count\":\"two\"}");

    assertThat(withoutTimes(validator.validate(response)))
        .isEqualTo(withoutTimes(validator.validate(response)));
    assertThat(events).isEmpty();
  }

  private static ValidationResult<Line> withoutTimes(ValidationResult<Line> result) {
    return new ValidationResult<>(
        result.output(),
        result.violations(),
        result.repairs(),
        result.json(),
        result.repairedJson(),
        result.form(),
        0);
  }

  private static ResponseAccumulator response(String text) {
    var response = new ResponseAccumulator("m", ResponseMode.JSON_SCHEMA);
    response.accept(new ModelEvent.TextDelta(text));
    response.accept(new ModelEvent.Finished(FinishReason.STOP, "stop"));
    return response;
  }

  private ResponseValidator<Line> validator() {
    var output = OutputSpec.of(Schema.of(Line.class));
    Model model = Model.of((request, call) -> ModelExchange.of(), "m");
    var settings =
        new AgentSettings(
            "agent",
            model,
            SystemPrompt.none(),
            Sampling.defaults(),
            RunLimits.defaults(),
            null,
            null,
            null,
            ReAskScope.WHOLE,
            Listeners.of(events::add),
            TokenCounter.heuristic(),
            TimeSource.system());
    RunConfig config = RunConfig.of(settings, RunOptions.defaults());
    ModelRequest request =
        ModelRequest.of("m", List.of()).withOutput(output.format(model.capabilities(), null));
    return new ResponseValidator<>(
        new RunPlan<>(
            config,
            output.schema(),
            output,
            PendingTurn.standalone(null),
            List.of(),
            SystemPrompt.none().render(),
            request,
            new FingerprintMemo(),
            0,
            0),
        () -> {});
  }
}
