package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.atomicagents.Agent;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of the reports of a run and its requests and tools, which end at the same time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndOrderTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final String ANSWER = "{\"chat_message\":\"a\"}";
  private static final String CALL =
      "{\"step\":{\"type\":\"call_tools\",\"calls\":[{\"tool\":\"weather\",\"input\":{\"name\":\"Bergen\"}}]}}";

  @Description("A city")
  record City(String name) {}

  @Description("The weather")
  record Weather(String text) {}

  @Test
  void reportsARequestBeforeTheRunThatAnotherThreadCloses() throws InterruptedException {
    var agent = AtomicAgent.of(ScriptedModel.answering(ANSWER).model());

    List<String> lines = closeDuringAnEnd(agent, "request");

    assertThat(lines).containsExactly("request end", "run end");
  }

  @Test
  void reportsAToolBeforeTheRunThatAnotherThreadCloses() throws InterruptedException {
    var tool = Tool.of("weather", City.class, Weather.class, city -> new Weather("rain"));
    var loop =
        ToolLoop.builder(
                BasicChatInput.class, BasicChatOutput.class, ScriptedModel.answering(CALL).model())
            .tool(tool)
            .build();

    List<String> lines = closeDuringAnEnd(loop, "tool");

    assertThat(lines).containsExactly("request end", "tool end", "run end");
  }

  @Test
  void doesNotWaitForTheReportThatClosesTheStream() {
    var observer = new ClosingObserver();
    var agent = ObservedAgent.of(AtomicAgent.of(ScriptedModel.answering(ANSWER).model()), observer);

    try (AgentStream<BasicChatOutput> stream = agent.stream(INPUT)) {
      observer.closed = stream;
      read(stream);
    }

    // Either the closing thread ends the run, inside of its report, or the reader does, after it.
    assertThat(observer.lines).containsExactlyInAnyOrder("run end", "request end");
  }

  /** Returns the order of the ends if a stream is closed while an end is being reported. */
  private static List<String> closeDuringAnEnd(
      Agent<BasicChatInput, BasicChatOutput> agent, String paused) throws InterruptedException {
    var observer = new PausingObserver(paused);
    AgentStream<BasicChatOutput> stream = ObservedAgent.of(agent, observer).stream(INPUT);
    Thread reader = Thread.ofPlatform().start(() -> read(stream));
    observer.ending.await();
    Thread closer = Thread.ofPlatform().start(stream::close);
    awaitDecision(closer);
    observer.rest.release();
    closer.join();
    reader.join();
    return observer.lines;
  }

  /** Waits until a closing thread either waits to report the end of the run, or has reported it. */
  private static void awaitDecision(Thread closer) {
    while (closer.getState() != Thread.State.TERMINATED && !isWaitingInTracker(closer)) {
      Thread.onSpinWait();
    }
  }

  // The class loader may make a thread wait as well, so that the state alone is not sufficient.
  private static boolean isWaitingInTracker(Thread thread) {
    return thread.getState() == Thread.State.WAITING
        && Stream.of(thread.getStackTrace())
            .anyMatch(frame -> frame.getClassName().endsWith(".RunTracker"));
  }

  private static void read(AgentStream<BasicChatOutput> stream) {
    try {
      stream.forEach(partial -> {});
    } catch (AgentException e) {
      // The stream was closed.
    }
  }

  /** An observer whose report of the end of a request or a tool waits for the test. */
  private static final class PausingObserver implements RunObserver {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final CountDownLatch ending = new CountDownLatch(1);
    final Semaphore rest = new Semaphore(0);
    private final String paused;

    PausingObserver(String paused) {
      this.paused = paused;
    }

    @Override
    public RunObservation begin(RunDescription run) {
      return new RunObservation() {
        @Override
        public RequestObservation beginRequest(RequestDescription request) {
          return new RequestObservation() {
            @Override
            public void end(RequestReport report) {
              add("request");
            }
          };
        }

        @Override
        public ToolObservation beginTool(AgentEvent.ToolStarted call) {
          return new ToolObservation() {
            @Override
            public void end(ToolReport report) {
              add("tool");
            }
          };
        }

        @Override
        public void end(RunReport report) {
          add("run");
        }
      };
    }

    private void add(String activity) {
      if (activity.equals(paused)) {
        ending.countDown();
        // Not interruptible: closing the stream of a loop interrupts the thread of its tool.
        rest.acquireUninterruptibly();
      }
      lines.add(activity + " end");
    }
  }

  /** An observer that closes the stream of the run in the report of the end of its request. */
  private static final class ClosingObserver implements RunObserver {
    final List<String> lines = new CopyOnWriteArrayList<>();
    volatile AgentStream<?> closed;

    @Override
    public RunObservation begin(RunDescription run) {
      return new RunObservation() {
        @Override
        public RequestObservation beginRequest(RequestDescription request) {
          return new RequestObservation() {
            @Override
            public void end(RequestReport report) {
              closed.close();
              lines.add("request end");
            }
          };
        }

        @Override
        public void end(RunReport report) {
          lines.add("run end");
        }
      };
    }
  }
}
