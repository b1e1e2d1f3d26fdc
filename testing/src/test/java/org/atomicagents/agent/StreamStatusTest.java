package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.agent.OrderTypes.BAD_TYPE;
import static org.atomicagents.agent.OrderTypes.GOOD;

import java.util.Iterator;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RawDelta;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.message.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamStatusTest {

  @Test
  void countsReportedTokensAndEstimatesTheOpenResponse() {
    var first = new ControlledExchange().emitText(BAD_TYPE).emitUsage(Usage.of(0, 1_000)).end();
    var second = new ControlledExchange().emitText(GOOD.substring(0, 5));
    try (AgentStream<Line> stream = stream(first, second)) {
      Iterator<RawDelta> deltas = stream.deltas().iterator();
      assertThat(stream.status().outputTokens()).isZero();

      assertThat(deltas.next().attempt()).isEqualTo(1);
      assertThat(deltas.next().attempt()).isEqualTo(2);
      assertThat(stream.status().attempt()).isEqualTo(2);
      assertThat(stream.status().outputTokens()).isEqualTo(1_005);

      second.emitText(GOOD.substring(5));
      deltas.next();
      assertThat(stream.status().outputTokens()).isEqualTo(1_000 + GOOD.length());

      second.emitUsage(Usage.of(0, 300)).end();
      stream.result();
      assertThat(stream.status().outputTokens()).isEqualTo(1_300);
    }
  }

  @Test
  void estimatesTheLastResponseWithoutReportedUsage() {
    var first = new ControlledExchange().emitText(BAD_TYPE).emitUsage(Usage.of(0, 1_000)).end();
    var second = new ControlledExchange().emitText(GOOD).end();
    try (AgentStream<Line> stream = stream(first, second)) {
      stream.result();

      assertThat(stream.status().outputTokens()).isEqualTo(1_000 + GOOD.length());
    }
  }

  /** Returns a stream that counts each character as a token. */
  private static AgentStream<Line> stream(ControlledExchange... responses) {
    return AtomicAgent.builder(Wish.class, Line.class, ControlledExchange.model(responses))
        .tokenCounter(String::length)
        .build()
        .stream(new Wish("two a"));
  }
}
