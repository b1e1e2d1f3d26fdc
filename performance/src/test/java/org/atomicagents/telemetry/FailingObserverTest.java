package org.atomicagents.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.model.ActivityListener;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Observers that fail or return null have no effect on runs and on the other observers. */
class FailingObserverTest {
  private static final BasicChatInput INPUT = new BasicChatInput("q");
  private static final String ANSWER = "{\"chat_message\":\"a\"}";

  /** The method that fails. */
  enum Place {
    BEGIN,
    START,
    ENTER,
    RESTORE,
    BEGIN_REQUEST,
    ENTER_REQUEST,
    RESTORE_REQUEST,
    RECEIVE,
    END_REQUEST,
    END
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void ignoresExceptionsAtEachPlace(Place place) {
    assertUnaffected(
        new FailingObserver(
            place,
            () -> {
              throw new IllegalStateException("no exporter");
            }));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void ignoresNullAtEachPlace(Place place) {
    assertUnaffected(new FailingObserver(place, () -> null));
  }

  @Test
  void ignoresNullOfActivityListeners() {
    ActivityListener absent =
        new ActivityListener() {
          @Override
          public void onEvent(AgentEvent event) {}

          @Override
          public Runnable enter() {
            return null;
          }

          @Override
          public Runnable enterTool(AgentEvent.ToolStarted started) {
            return null;
          }

          @Override
          public RequestActivity beginRequest(
              int number, Model model, ModelRequest request, RunContext context) {
            return null;
          }
        };
    var agent = AtomicAgent.builder(ScriptedModel.answering(ANSWER).model()).build();

    var options = RunOptions.defaults().withListeners(Listeners.of(absent));

    assertThat(agent.run(INPUT, options).chatMessage()).isEqualTo("a");
  }

  private static void assertUnaffected(RunObserver failing) {
    var before = new ObservationLog();
    var after = new ObservationLog();
    var first = new EnteringObserver();
    var last = new EnteringObserver();
    var model = ScriptedModel.answering(ANSWER, ANSWER).model();
    var agent =
        ObservedAgent.of(
            AtomicAgent.builder(model).name("chat").build(), before, first, failing, last, after);

    agent.run(INPUT);
    try (var stream = agent.stream(INPUT)) {
      assertThat(stream.result().chatMessage()).isEqualTo("a");
    }

    assertThat(before.lines()).endsWith("chat end COMPLETED", "run end COMPLETED").hasSize(8);
    assertThat(after.lines()).isEqualTo(before.lines());
    assertThat(before.open()).isZero();
    assertThat(first.entered).isEmpty();
    assertThat(last.entered).isEmpty();
  }

  private record FailingObserver(Place place, Supplier<Object> failure) implements RunObserver {
    // Unchecked: fails on purpose.
    @SuppressWarnings("unchecked")
    private <T> T at(Place here, T value) {
      return here == place ? (T) failure.get() : value;
    }

    private Runnable entered(Place enter, Place restore) {
      return at(enter, () -> at(restore, null));
    }

    @Override
    public RunObservation begin(RunDescription run) {
      return at(Place.BEGIN, new FailingObservation());
    }

    private final class FailingObservation implements RunObservation {
      @Override
      public void start(PreparedRun<?> run, boolean isStreamed) {
        at(Place.START, null);
      }

      @Override
      public Runnable enter() {
        return entered(Place.ENTER, Place.RESTORE);
      }

      @Override
      public RequestObservation beginRequest(RequestDescription request) {
        return at(Place.BEGIN_REQUEST, new FailingRequest());
      }

      @Override
      public void receive(AgentEvent event) {
        at(Place.RECEIVE, null);
      }

      @Override
      public void end(RunReport report) {
        at(Place.END, null);
      }
    }

    private final class FailingRequest implements RequestObservation {
      @Override
      public Runnable enter() {
        return entered(Place.ENTER_REQUEST, Place.RESTORE_REQUEST);
      }

      @Override
      public void end(RequestReport report) {
        at(Place.END_REQUEST, null);
      }
    }
  }

  /** An observer that changes the thread, and restores it. */
  private static final class EnteringObserver implements RunObserver {
    private final List<Object> entered = new ArrayList<>();

    private Runnable push() {
      var token = new Object();
      entered.add(token);
      return () -> entered.remove(token);
    }

    @Override
    public RunObservation begin(RunDescription run) {
      return new RunObservation() {
        @Override
        public Runnable enter() {
          return push();
        }

        @Override
        public RequestObservation beginRequest(RequestDescription request) {
          return new RequestObservation() {
            @Override
            public Runnable enter() {
              return push();
            }
          };
        }

        @Override
        public void end(RunReport report) {}
      };
    }
  }
}
