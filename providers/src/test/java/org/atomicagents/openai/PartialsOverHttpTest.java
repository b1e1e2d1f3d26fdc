package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Element;
import org.atomicagents.FieldDelta;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of partial values of responses that a server sends in small chunks. */
@Timeout(60)
class PartialsOverHttpTest {
  private static final BasicChatInput INPUT = new BasicChatInput("plan");

  @Description("A plan")
  record Plan(String title, List<Step> steps, String summary) {}

  @Description("A step")
  record Step(String name, int days, boolean urgent) {}

  @ParameterizedTest
  @EnumSource
  void lastPartialEqualsTheResult(ResponseMode mode) {
    for (int chunkSize : new int[] {1, 3, 50}) {
      try (var provider =
              SimulatedProvider.builder().seed(chunkSize).chunkCharacters(chunkSize).start();
          var client = OpenAi.builder(Provider.of("test", provider.baseUrl())).build();
          var stream = agent(client).stream(INPUT, RunOptions.defaults().withMode(mode))) {
        var summary = stream.text("$.summary").iterator();
        var steps = stream.elements("$.steps", Step.class).iterator();
        List<Partial<Plan>> partials = remaining(stream.iterator());
        Plan plan = stream.result();

        assertThat(partials.getLast().value()).isEqualTo(plan);
        assertThat(partials)
            .allSatisfy(partial -> assertThat(plan.title()).startsWith(titleOf(partial.value())));
        assertThat(remaining(steps)).extracting(Element::value).isEqualTo(plan.steps());
        assertThat(remaining(summary).stream().map(FieldDelta::text).collect(Collectors.joining()))
            .isEqualTo(plan.summary());
      }
    }
  }

  private static String titleOf(Plan plan) {
    return plan.title() == null ? "" : plan.title();
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.droppedInBody(),
        Fault.resetInBody(),
        Fault.truncated(),
        Fault.errorInStream(),
        Fault.malformedJson());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aFaultFailsTheStreamAndLeavesTheHistoryUnchanged(Fault fault) {
    var history = ChatHistory.unbounded();
    try (var provider = SimulatedProvider.builder().chunkCharacters(2).start();
        var client = OpenAi.builder(Provider.of("test", provider.baseUrl())).build()) {
      provider.fail(fault);
      try (var stream = agent(client).stream(INPUT, RunOptions.history(history))) {
        Throwable failure = catchThrowable(() -> remaining(stream.iterator()));

        assertThat(failure).isInstanceOf(AgentException.class);
        assertThat(catchThrowable(stream::result)).isSameAs(failure);
      }
      assertThat(history.messages()).isEmpty();
      assertThat(provider.requests()).hasSize(1);
    }
  }

  private static AtomicAgent<BasicChatInput, Plan> agent(OpenAi client) {
    return AtomicAgent.of(BasicChatInput.class, Plan.class, client.model("m"));
  }

  private static <T> List<T> remaining(Iterator<T> items) {
    var all = new ArrayList<T>();
    items.forEachRemaining(all::add);
    return all;
  }
}
