package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.atomicagents.AtomicAgent;
import org.atomicagents.agent.OrderTypes.Line;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.junit.jupiter.api.Test;

/**
 * Nothing is allocated for events while nobody listens.
 *
 * <p>Measured in an interpreting JVM of its own, where no compiler makes allocations disappear and
 * the bytes of a run are always the same.
 */
class ListenerCostTest {

  @Test
  void allocatesNothingWhileNobodyListens() throws Exception {
    String[] bytes = MeasurementProcess.run("-Xint", Measurement.class).split(" ", 3);

    long nobody = Long.parseLong(bytes[0]);
    long switchedOff = Long.parseLong(bytes[1]);
    long somebody = Long.parseLong(bytes[2]);

    assertThat(switchedOff).isEqualTo(nobody);
    assertThat(somebody).isGreaterThan(nobody);
  }

  static final class Measurement {
    private static final int ROUNDS = 50;
    private static final int BLOCKS = 5;
    private static final Wish WISH = new Wish("two a");

    private Measurement() {}

    public static void main(String[] arguments) {
      AtomicAgent<Wish, Line> nobody = AtomicAgent.of(Wish.class, Line.class, model());
      Listeners listeners = Listeners.none().with(event -> {});
      System.out.println(
          bytesPerRun(nobody)
              + " "
              + bytesPerRun(nobody.withListeners(listeners.withEnabled(false)))
              + " "
              + bytesPerRun(nobody.withListeners(listeners)));
    }

    // The first blocks also pay for what is made once.
    private static long bytesPerRun(AtomicAgent<Wish, Line> agent) {
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int block = 0; block < BLOCKS; block++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
          agent.run(WISH);
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
      }
      return least;
    }

    private static Model model() {
      return Model.of(
              (request, call) ->
                  ModelExchange.of(
                      new ModelEvent.Started("id", request.model(), Map.of()),
                      new ModelEvent.TextDelta(OrderTypes.GOOD)),
              "m")
          .withModes(ResponseMode.JSON_SCHEMA);
    }
  }
}
