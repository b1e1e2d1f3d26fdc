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
 * Events are not allocated without an active listener.
 *
 * <p>Measured in a separate, interpreting JVM, where no compiler eliminates allocations and the
 * bytes of a run are constant.
 */
class ListenerCostTest {

  @Test
  void allocatesNothingWithoutAnActiveListener() throws Exception {
    String[] bytes = MeasurementProcess.run("-Xint", Measurement.class).split(" ", 3);

    long none = Long.parseLong(bytes[0]);
    long disabled = Long.parseLong(bytes[1]);
    long enabled = Long.parseLong(bytes[2]);

    // 3,552 on JDK 25.
    assertThat(none).isLessThanOrEqualTo(3_650);
    assertThat(disabled).isEqualTo(none);
    assertThat(enabled).isGreaterThan(none);
  }

  static final class Measurement {
    private static final int ROUNDS = 50;
    private static final int BLOCKS = 5;
    private static final Wish WISH = new Wish("two a");

    private Measurement() {}

    public static void main(String[] arguments) {
      AtomicAgent<Wish, Line> agent = AtomicAgent.of(Wish.class, Line.class, model());
      Listeners listeners = Listeners.none().with(event -> {});
      System.out.println(
          bytesPerRun(agent)
              + " "
              + bytesPerRun(agent.withListeners(listeners.withEnabled(false)))
              + " "
              + bytesPerRun(agent.withListeners(listeners)));
    }

    // The minimum, since the first blocks also initialize classes.
    private static long bytesPerRun(AtomicAgent<Wish, Line> agent) {
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long min = Long.MAX_VALUE;
      for (int block = 0; block < BLOCKS; block++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
          agent.run(WISH);
        }
        min = Math.min(min, (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS);
      }
      return min;
    }

    private static Model model() {
      return Model.of(
              (request, context) ->
                  ModelExchange.of(
                      new ModelEvent.Started("id", request.model(), Map.of()),
                      new ModelEvent.TextDelta(OrderTypes.GOOD)),
              "m")
          .withModes(ResponseMode.JSON_SCHEMA);
    }
  }
}
