package org.atomicagents.telemetry;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;

/**
 * A response whose rest arrives when a test permits it.
 *
 * <p>The thread that reads a whole response reports its completion, also if another thread closes
 * the stream at the same time.
 */
final class PausedResponse {
  private static final List<ModelEvent> EVENTS =
      List.of(
          new ModelEvent.TextDelta("{\"chat_message\":\"a"),
          new ModelEvent.TextDelta("\"}"),
          new ModelEvent.Finished(FinishReason.STOP, "stop"));

  private final Semaphore rest = new Semaphore(0);

  ScriptedModel model() {
    Iterable<ModelEvent> events =
        () ->
            EVENTS.stream()
                .peek(event -> {
                  if (!event.equals(EVENTS.getFirst())) {
                    rest.acquireUninterruptibly();
                  }
                })
                .iterator();
    return ScriptedModel.of(ScriptedResponse.events(events));
  }

  /** Lets the rest of the response arrive. */
  void end() {
    rest.release(EVENTS.size());
  }
}
