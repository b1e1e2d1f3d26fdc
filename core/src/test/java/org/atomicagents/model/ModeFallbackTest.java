package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.model.ResponseMode.JSON_SCHEMA;
import static org.atomicagents.model.ResponseMode.PROMPTED_JSON;
import static org.atomicagents.model.ResponseMode.TOOL_CALL;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.BadRequestException.RejectedPart;
import org.atomicagents.error.ProviderError;
import org.atomicagents.message.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModeFallbackTest {
  private static final OutputFormat FORMAT =
      new OutputFormat(JSON_SCHEMA, "Out", "", "{}")
          .withFallbacks(List.of(TOOL_CALL, PROMPTED_JSON))
          .withStrictSchema("{\"strict\":1}");
  private static final OutputFormat LOOSE = FORMAT.withStrictSchema(null);
  private static final OutputFormat CALL =
      FORMAT.withMode(TOOL_CALL).withFallbacks(List.of(PROMPTED_JSON));
  private static final OutputFormat WORDS = FORMAT.withMode(PROMPTED_JSON).withFallbacks(List.of());

  private final ModeFallback fallback = new ModeFallback();
  private final List<OutputFormat> asked = new ArrayList<>();

  @Test
  void goesOnToTheNextModeWhereOneIsRefused() {
    List<ModelEvent> events =
        ask(FORMAT, format -> format.mode() == JSON_SCHEMA ? refusal(RejectedPart.MODE) : null);

    assertThat(asked).containsExactly(FORMAT, CALL);
    assertThat(events)
        .containsExactly(new ModelEvent.ModeChanged(TOOL_CALL), new ModelEvent.TextDelta("x"));
  }

  @Test
  void dropsStrictnessBeforeTheMode() {
    List<ModelEvent> events =
        ask(FORMAT, format -> format.isStrict() ? refusal(RejectedPart.STRICTNESS) : null);
    ask(FORMAT, format -> null);

    assertThat(asked).containsExactly(FORMAT, LOOSE, LOOSE);
    assertThat(events).containsExactly(new ModelEvent.TextDelta("x"));
  }

  @Test
  void remembersARefusedSchemaForThatSchemaOnly() {
    OutputFormat other = FORMAT.withShape("Other", "", "{\"other\":1}", "{\"strict\":2}");
    ask(FORMAT, format -> format.isStrict() ? refusal(RejectedPart.SCHEMA) : null);
    asked.clear();

    ask(FORMAT, format -> null);
    ask(other, format -> null);

    assertThat(asked).containsExactly(LOOSE, other);
  }

  @Test
  void dropsStrictnessAlsoWhereTheModeWasChosen() {
    OutputFormat chosen = FORMAT.withFallbacks(List.of());

    ask(chosen, format -> format.isStrict() ? refusal(RejectedPart.SCHEMA) : null);

    assertThat(asked).containsExactly(chosen, chosen.withStrictSchema(null));
  }

  @Test
  void forgetsWhereEveryWayIsRefused() {
    BadRequestException first = refusal(RejectedPart.MODE);
    var refusals =
        new ArrayList<>(List.of(first, refusal(RejectedPart.MODE), refusal(RejectedPart.MODE)));

    assertThatThrownBy(() -> ask(FORMAT, format -> refusals.removeFirst())).isSameAs(first);
    assertThat(first.getSuppressed()).hasSize(2);
    assertThat(asked).containsExactly(FORMAT, CALL, WORDS);
    asked.clear();

    ask(FORMAT, format -> null);

    assertThat(asked).containsExactly(FORMAT);
  }

  @Test
  void throwsWhatIsNoRefusalOfAMode() {
    BadRequestException wrong = refusal(RejectedPart.REQUEST);

    assertThatThrownBy(() -> ask(FORMAT, format -> wrong)).isSameAs(wrong);
    assertThatThrownBy(() ->
            ask(
                FORMAT,
                format -> format.mode() == JSON_SCHEMA ? refusal(RejectedPart.MODE) : wrong))
        .isSameAs(wrong);
    asked.clear();

    ask(FORMAT, format -> null);

    assertThat(asked).containsExactly(CALL);
  }

  @Test
  void noticesARefusalInsideOfAnAnswer() {
    ModelClient client =
        (request, call) -> {
          asked.add(request.output());
          if (request.output().mode() == JSON_SCHEMA) {
            return failing(refusal(RejectedPart.MODE));
          }
          return ModelExchange.of(new ModelEvent.TextDelta("x"));
        };

    assertThat(ask(FORMAT, client))
        .containsExactly(new ModelEvent.ModeChanged(TOOL_CALL), new ModelEvent.TextDelta("x"));
  }

  @Test
  void keepsModelsApart() {
    ask(FORMAT, format -> format.mode() == JSON_SCHEMA ? refusal(RejectedPart.MODE) : null);
    asked.clear();

    Model other = Model.of(client(format -> null), "other").with(fallback);
    other.open(request("other", FORMAT), RunContext.standalone()).close();

    assertThat(asked).containsExactly(FORMAT);
  }

  @Test
  void forgetsAllRatherThanGrow() {
    for (int i = 0; i <= 1_000; i++) {
      OutputFormat one = FORMAT.withShape("N" + i, "", "{\"n\":" + i + "}", "{}");
      ask(one, format -> format.isStrict() ? refusal(RejectedPart.SCHEMA) : null);
    }
    asked.clear();

    ask(FORMAT.withShape("N0", "", "{\"n\":0}", "{}"), format -> null);
    ask(FORMAT.withShape("N1000", "", "{\"n\":1000}", "{}"), format -> null);

    assertThat(asked).extracting(OutputFormat::isStrict).containsExactly(true, false);
  }

  private List<ModelEvent> ask(
      OutputFormat format, Function<OutputFormat, @Nullable BadRequestException> refused) {
    return ask(format, client(refused));
  }

  private List<ModelEvent> ask(OutputFormat format, ModelClient client) {
    var events = new ArrayList<ModelEvent>();
    Model model = Model.of(client, "m").with(fallback);
    try (var exchange = model.open(request("m", format), RunContext.standalone())) {
      exchange.forEach(events::add);
    }
    return events;
  }

  private ModelClient client(Function<OutputFormat, @Nullable BadRequestException> refused) {
    return (request, call) -> {
      asked.add(request.output());
      BadRequestException refusal = refused.apply(request.output());
      if (refusal != null) {
        throw refusal;
      }
      return ModelExchange.of(new ModelEvent.TextDelta("x"));
    };
  }

  private static ModelRequest request(String model, OutputFormat format) {
    return ModelRequest.of(model, List.of(Message.user("hi"))).withOutput(format);
  }

  private static BadRequestException refusal(RejectedPart wrong) {
    return BadRequestException.of(new ProviderError("test", 400, null, "no", "{}"), wrong);
  }

  private static ModelExchange failing(BadRequestException refusal) {
    return new ModelExchange() {
      @Override
      public Iterator<ModelEvent> iterator() {
        throw refusal;
      }

      @Override
      public void close() {}
    };
  }
}
