package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.agent.OrderTypes.LINE;

import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamStartTest {
  private static final String FIRST = "{\"sku\":\"a\",";

  @Test
  void returnsWithTheFirstTextOfTheResponse() {
    var response = new ControlledExchange().emitText(FIRST);
    try (AgentStream<Line> stream = stream(ControlledExchange.model(response))) {
      stream.awaitStart();
      response.emitText("\"count\":2}").end();

      assertThat(stream.result()).isEqualTo(LINE);
    }
  }

  @Test
  void consumesNoPartialValue() {
    var response = new ControlledExchange().emitText(FIRST);
    try (AgentStream<Line> stream = stream(ControlledExchange.model(response))) {
      stream.awaitStart();
      stream.awaitStart();

      assertThat(stream.iterator().next().value().sku()).isEqualTo("a");
    }
  }

  @Test
  void throwsTheFailureOfTheRequest() {
    var rejected =
        UnauthorizedException.of(new ProviderError("scripted", 401, null, "Invalid key", "{}"));
    var script = ScriptedModel.of(ScriptedResponse.throwing(rejected));
    try (AgentStream<Line> stream = stream(script.model())) {
      assertThatThrownBy(stream::awaitStart).isSameAs(rejected);
    }
  }

  @Test
  void throwsTheFailureOfAResponseWithoutText() {
    var script =
        ScriptedModel.of(
            ScriptedResponse.events(
                new ModelEvent.Finished(FinishReason.CONTENT_FILTER, "filter")));
    try (AgentStream<Line> stream = stream(script.model())) {
      assertThatThrownBy(stream::awaitStart).isInstanceOf(ModelRefusalException.class);
    }
  }

  @Test
  void throwsWhenTheStreamIsClosed() {
    AgentStream<Line> stream = stream(ControlledExchange.model(new ControlledExchange()));
    stream.close();

    assertThatThrownBy(stream::awaitStart).isInstanceOf(CancelledException.class);
  }

  private static AgentStream<Line> stream(Model model) {
    return AtomicAgent.of(Wish.class, Line.class, model).stream(new Wish("two a"));
  }
}
