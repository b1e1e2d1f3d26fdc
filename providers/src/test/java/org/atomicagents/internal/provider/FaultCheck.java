package org.atomicagents.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.error.AgentException;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;

/** Checks that each fault of a provider ends a run that does not retry. */
public final class FaultCheck {
  private static final List<Fault> FAULTS =
      List.of(
          Fault.rateLimited(),
          Fault.quotaExceeded(),
          Fault.status(503),
          Fault.wrongContentType(),
          Fault.truncated(),
          Fault.errorInStream(),
          Fault.droppedBeforeHeaders(),
          Fault.droppedInHeaders(),
          Fault.droppedInBody(),
          Fault.resetInBody());

  private FaultCheck() {}

  /**
   * Throws an assertion error unless each fault is an {@link AgentException} of a complete and of a
   * streamed run, and a run without a fault returns an output.
   *
   * @param agent an agent without retries, whose model is one of the provider
   */
  public static void check(SimulatedProvider provider, AtomicAgent<BasicChatInput, ?> agent) {
    var input = new BasicChatInput("Rate the weather in Paris");
    for (Fault fault : FAULTS) {
      provider.fail(fault, fault);

      assertThatThrownBy(() -> agent.run(input))
          .as("%s, complete", fault)
          .isInstanceOf(AgentException.class);
      assertThatThrownBy(
              () -> {
                try (var stream = agent.stream(input)) {
                  stream.result();
                }
              })
          .as("%s, streamed", fault)
          .isInstanceOf(AgentException.class);
    }
    assertThat(agent.run(input)).isNotNull();
  }
}
