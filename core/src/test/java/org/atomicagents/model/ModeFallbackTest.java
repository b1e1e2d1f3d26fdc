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
  private static final OutputFormat LENIENT = FORMAT.withStrictSchema(null);
  private static final OutputFormat CALL =
      FORMAT.withMode(TOOL_CALL).withFallbacks(List.of(PROMPTED_JSON));
  private static final OutputFormat PROMPTED =
      FORMAT.withMode(PROMPTED_JSON).withFallbacks(List.of());

  private final ModeFallback fallback = new ModeFallback();
  private final List<OutputFormat> requested = new ArrayList<>();

  @Test
  void triesTheNextModeAfterARefusal() {
    List<ModelEvent> events =
        send(FORMAT, format -> format.mode() == JSON_SCHEMA ? refusal(RejectedPart.MODE) : null);

    assertThat(requested).containsExactly(FORMAT, CALL);
    assertThat(events)
        .containsExactly(new ModelEvent.ModeChanged(TOOL_CALL), new ModelEvent.TextDelta("x"));
  }

  @Test
  void dropsStrictnessBeforeTheMode() {
    List<ModelEvent> events =
        send(FORMAT, format -> format.isStrict() ? refusal(RejectedPart.STRICTNESS) : null);
    send(FORMAT, format -> null);

    assertThat(requested).containsExactly(FORMAT, LENIENT, LENIENT);
    assertThat(events).containsExactly(new ModelEvent.TextDelta("x"));
  }

  @Test
  void remembersARefusedSchemaForThatSchemaOnly() {
    OutputFormat other = FORMAT.withShape("Other", "", "{\"other\":1}", "{\"strict\":2}");
    send(FORMAT, format -> format.isStrict() ? refusal(RejectedPart.SCHEMA) : null);
    requested.clear();

    send(FORMAT, format -> null);
    send(other, format -> null);

    assertThat(requested).containsExactly(LENIENT, other);
  }

  @Test
  void dropsStrictnessAlsoOfAChosenMode() {
    OutputFormat chosen = FORMAT.withFallbacks(List.of());

    send(chosen, format -> format.isStrict() ? refusal(RejectedPart.SCHEMA) : null);

    assertThat(requested).containsExactly(chosen, chosen.withStrictSchema(null));
  }

  @Test
  void remembersNoRefusalIfEveryModeIsRefused() {
    BadRequestException first = refusal(RejectedPart.MODE);
    var refusals =
        new ArrayList<>(List.of(first, refusal(RejectedPart.MODE), refusal(RejectedPart.MODE)));

    assertThatThrownBy(() -> send(FORMAT, format -> refusals.removeFirst())).isSameAs(first);
    assertThat(first.getSuppressed()).hasSize(2);
    assertThat(requested).containsExactly(FORMAT, CALL, PROMPTED);
    requested.clear();

    send(FORMAT, format -> null);

    assertThat(requested).containsExactly(FORMAT);
  }

  @Test
  void throwsFailuresThatAreNotRefusalsOfAMode() {
    BadRequestException failure = refusal(RejectedPart.REQUEST);

    assertThatThrownBy(() -> send(FORMAT, format -> failure)).isSameAs(failure);
    assertThatThrownBy(() ->
            send(
                FORMAT,
                format -> format.mode() == JSON_SCHEMA ? refusal(RejectedPart.MODE) : failure))
        .isSameAs(failure);
    requested.clear();

    send(FORMAT, format -> null);

    assertThat(requested).containsExactly(CALL);
  }

  @Test
  void detectsARefusalWithinAResponse() {
    ModelClient client =
        (request, context) -> {
          requested.add(request.output());
          if (request.output().mode() == JSON_SCHEMA) {
            return failing(refusal(RejectedPart.MODE));
          }
          return ModelExchange.of(new ModelEvent.TextDelta("x"));
        };

    assertThat(send(FORMAT, client))
        .containsExactly(new ModelEvent.ModeChanged(TOOL_CALL), new ModelEvent.TextDelta("x"));
  }

  @Test
  void remembersRefusalsPerModel() {
    send(FORMAT, format -> format.mode() == JSON_SCHEMA ? refusal(RejectedPart.MODE) : null);
    requested.clear();

    Model other = Model.of(client(format -> null), "other").with(fallback);
    other.open(request("other", FORMAT), RunContext.standalone()).close();

    assertThat(requested).containsExactly(FORMAT);
  }

  @Test
  void discardsAllRefusalsAtTheLimit() {
    for (int i = 0; i <= 1_000; i++) {
      OutputFormat other = FORMAT.withShape("N" + i, "", "{\"n\":" + i + "}", "{}");
      send(other, format -> format.isStrict() ? refusal(RejectedPart.SCHEMA) : null);
    }
    requested.clear();

    send(FORMAT.withShape("N0", "", "{\"n\":0}", "{}"), format -> null);
    send(FORMAT.withShape("N1000", "", "{\"n\":1000}", "{}"), format -> null);

    assertThat(requested).extracting(OutputFormat::isStrict).containsExactly(true, false);
  }

  private List<ModelEvent> send(
      OutputFormat format, Function<OutputFormat, @Nullable BadRequestException> refused) {
    return send(format, client(refused));
  }

  private List<ModelEvent> send(OutputFormat format, ModelClient client) {
    var events = new ArrayList<ModelEvent>();
    Model model = Model.of(client, "m").with(fallback);
    try (var exchange = model.open(request("m", format), RunContext.standalone())) {
      exchange.forEach(events::add);
    }
    return events;
  }

  private ModelClient client(Function<OutputFormat, @Nullable BadRequestException> refused) {
    return (request, context) -> {
      requested.add(request.output());
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

  private static BadRequestException refusal(RejectedPart part) {
    return BadRequestException.of(new ProviderError("test", 400, null, "no", "{}"), part);
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
