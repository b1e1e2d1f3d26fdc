package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.message.Message;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamingExchangeTest {
  private static final ModelRequest REQUEST =
      ModelRequest.of("nova", List.of(Message.user("hi"))).withStream(true);

  private final ScriptedChatModel script = new ScriptedChatModel();

  @Test
  void passesOnEachTextOnce() {
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handler.onPartialThinking(new PartialThinking("Hm"));
          handler.onPartialResponse("Ro");
          handler.onPartialResponse((String) null);
          handler.onPartialResponse("me");
          handler.onCompleteResponse(
              ChatResponse.builder()
                  .aiMessage(AiMessage.builder().thinking("Hm.").text("Rome!").build())
                  .finishReason(FinishReason.STOP)
                  .build());
        });

    List<ModelEvent> events = events(client);

    assertThat(text(events)).isEqualTo("Rome!");
    assertThat(events)
        .contains(new ModelEvent.ReasoningDelta("Hm"), new ModelEvent.ReasoningDelta("."));
    assertThat(events).filteredOn(ModelEvent.Finished.class::isInstance).hasSize(1);
  }

  @Test
  void keepsTheStreamedTextIfTheCompleteOneDiffers() {
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handler.onPartialResponse(" Rome");
          handler.onCompleteResponse(ScriptedChatModel.text("Rome"));
        });

    assertThat(text(events(client))).isEqualTo(" Rome");
  }

  @Test
  void passesOnEachToolCallOnce() {
    ToolExecutionRequest first = call("a", "weather", "{\"city\":\"Rome\"}");
    ToolExecutionRequest second = call("b", "time", "{}");
    ToolExecutionRequest third = call(null, "date", "");
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handler.onPartialToolCall(partial(4, "a", "weather", "{\"city\""));
          handler.onPartialToolCall(partial(4, "a", "weather", ":\"Rome\"}"));
          handler.onCompleteToolCall(new CompleteToolCall(4, first));
          handler.onCompleteToolCall(new CompleteToolCall(5, second));
          handler.onCompleteResponse(
              ChatResponse.builder()
                  .aiMessage(AiMessage.from(first, second, third))
                  .finishReason(FinishReason.TOOL_EXECUTION)
                  .build());
        });

    assertThat(events(client))
        .filteredOn(ModelEvent.ToolCallDelta.class::isInstance)
        .containsExactly(
            new ModelEvent.ToolCallDelta(0, "a", "weather", "{\"city\""),
            new ModelEvent.ToolCallDelta(0, null, null, ":\"Rome\"}"),
            new ModelEvent.ToolCallDelta(1, "b", "time", "{}"),
            new ModelEvent.ToolCallDelta(2, null, "date", "{}"));
  }

  @Test
  void endsOnce() {
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handler.onCompleteResponse(ScriptedChatModel.text("Rome"));
          handler.onError(new IllegalStateException("late"));
          handler.onPartialResponse("late");
          handler.onCompleteResponse(ScriptedChatModel.text("Rome, late"));
          throw new IllegalStateException("later");
        });

    List<ModelEvent> events = events(client);

    assertThat(text(events)).isEqualTo("Rome");
    assertThat(events.getLast()).isInstanceOf(ModelEvent.Finished.class);
    assertThat(events).filteredOn(ModelEvent.Finished.class::isInstance).hasSize(1);
  }

  @Test
  void failsOnceAfterPartialText() {
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handler.onPartialResponse("Ro");
          handler.onError(new InternalServerException("overloaded"));
          handler.onError(new IllegalStateException("late"));
          handler.onCompleteResponse(ScriptedChatModel.text("Rome"));
        });
    var received = new ArrayList<ModelEvent>();

    try (ModelExchange exchange = client.open(REQUEST, RunContext.standalone())) {
      Iterator<ModelEvent> events = exchange.iterator();
      AgentException failure = failure(() -> readAll(events, received));

      assertThat(text(received)).isEqualTo("Ro");
      assertThat(failure).isInstanceOf(UnavailableException.class);
      assertThat(failure(events::hasNext)).isSameAs(failure);
    }
  }

  @Test
  void failsWithAnErrorOfTheVirtualMachine() {
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          throw new StackOverflowError("deep");
        });

    assertThatThrownBy(() -> events(client))
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("deep");
  }

  @Test
  void failsIfACallbackFails() {
    LangChain4jClient client =
        script
            .streaming((request, handler) -> {
              handler.onPartialResponse("Ro");
              respondIgnoringFailures(
                  handler,
                  ChatResponse.builder()
                      .aiMessage(AiMessage.from("Rome"))
                      .tokenUsage(new TokenUsage(1, 2))
                      .build());
            })
            .withUsage(tokens -> {
              throw new AssertionError("no prices");
            });

    assertThatThrownBy(() -> events(client))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no prices");
  }

  // LangChain4j logs exceptions of callbacks.
  private static void respondIgnoringFailures(
      StreamingChatResponseHandler handler, ChatResponse response) {
    try {
      handler.onCompleteResponse(response);
    } catch (Throwable e) {
      assertThat(e).isNotNull();
    }
  }

  @Test
  void failsIfTheErrorIsMissing() {
    LangChain4jClient client = script.streaming((request, handler) -> handler.onError(null));

    assertThatThrownBy(() -> events(client))
        .isInstanceOf(AgentException.class)
        .hasMessageStartingWith("langchain4j failed with ");
  }

  @Test
  void acceptsCallbacksOfOtherThreads() {
    LangChain4jClient client =
        script.streaming((request, handler) ->
            Thread.ofPlatform()
                .daemon()
                .start(() -> {
                  for (int i = 0; i < 1_000; i++) {
                    handler.onPartialResponse("x");
                  }
                  handler.onCompleteResponse(ScriptedChatModel.text("x".repeat(1_000)));
                }));

    assertThat(text(events(client))).isEqualTo("x".repeat(1_000));
  }

  @Test
  void cancelsTheStreamWhenTheExchangeIsClosed() throws Exception {
    var handle = new RecordedHandle(false);
    var isReleased = new CountDownLatch(1);
    var isInterrupted = new CountDownLatch(1);
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handler.onPartialResponse(new PartialResponse("Ro"), new PartialResponseContext(handle));
          awaitForever(isReleased, isInterrupted);
        });

    ModelExchange exchange = client.open(REQUEST, RunContext.standalone());
    Iterator<ModelEvent> events = exchange.iterator();
    assertThat(events.next()).isInstanceOf(ModelEvent.Started.class);
    exchange.close();
    exchange.close();

    isInterrupted.await();
    assertThat(handle.isCancelled()).isTrue();
    assertThat(failure(events::hasNext)).isInstanceOf(CancelledException.class);
  }

  @Test
  void cancelsAStreamWhoseHandleArrivesAfterTheEnd() throws Exception {
    var handle = new RecordedHandle(false);
    var handlers = new AtomicReference<StreamingChatResponseHandler>();
    var hasStarted = new CountDownLatch(1);
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handlers.set(handler);
          hasStarted.countDown();
        });

    ModelExchange exchange = client.open(REQUEST, RunContext.standalone());
    hasStarted.await();
    exchange.close();
    handlers.get().onPartialResponse(new PartialResponse("Ro"), new PartialResponseContext(handle));

    assertThat(handle.isCancelled()).isTrue();
  }

  @Test
  void endsAlthoughTheProviderCannotCancel() throws Exception {
    var handle = new RecordedHandle(true);
    var isReleased = new CountDownLatch(1);
    LangChain4jClient client =
        script.streaming((request, handler) -> {
          handler.onPartialResponse(new PartialResponse("Ro"), new PartialResponseContext(handle));
          awaitForever(isReleased, new CountDownLatch(1));
        });
    RunContext run = RunContext.standalone();

    try (ModelExchange exchange = client.open(REQUEST, run)) {
      Iterator<ModelEvent> events = exchange.iterator();
      assertThat(events.next()).isInstanceOf(ModelEvent.Started.class);
      run.cancel();

      assertThat(failure(events::hasNext)).isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void endsAtAnInterruptAlthoughTheModelKeepsWaiting() throws Exception {
    var hasStarted = new CountDownLatch(1);
    var isReleased = new CountDownLatch(1);
    LangChain4jClient client =
        script.blocking(request -> {
          hasStarted.countDown();
          awaitUninterruptibly(isReleased);
          return ScriptedChatModel.text("late");
        });
    var failure = new AtomicReference<AgentException>();
    var wasInterrupted = new AtomicBoolean();

    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              failure.set(failure(() -> events(client)));
              wasInterrupted.set(Thread.currentThread().isInterrupted());
            });
    hasStarted.await();
    reader.interrupt();
    reader.join();
    isReleased.countDown();

    assertThat(failure.get())
        .isInstanceOf(CancelledException.class)
        .hasMessage("Interrupted while waiting for a model of LangChain4j.");
    assertThat(wasInterrupted).isTrue();
  }

  @Test
  void endsAtTheDeadlineAlthoughTheModelKeepsWaiting() {
    var isReleased = new CountDownLatch(1);
    LangChain4jClient client =
        script.blocking(request -> {
          awaitUninterruptibly(isReleased);
          return ScriptedChatModel.text("late");
        });
    RunContext run =
        new RunContext(
            "test",
            Deadline.after(Duration.ofMillis(20)),
            Budget.unlimited(),
            8,
            Listeners.none(),
            new Timings.Recorder(TimeSource.system()));

    try (ModelExchange exchange = client.open(REQUEST, run)) {
      assertThat(failure(() -> exchange.iterator().hasNext()))
          .isInstanceOf(TimedOutException.class)
          .hasMessageContaining("(limit DEADLINE)");
    }
    isReleased.countDown();
  }

  @Test
  void endsIfAModelForgetsItsHandler() {
    LangChain4jClient silent =
        script.streaming((request, handler) -> {}).withTimeout(Duration.ofMillis(20));
    LangChain4jClient stuck =
        script
            .streaming((request, handler) -> handler.onPartialResponse("Ro"))
            .withTimeout(Duration.ofSeconds(2));

    assertThat(failure(() -> events(silent)))
        .isInstanceOf(TimedOutException.class)
        .hasMessageContaining("(limit FIRST_BYTE)");
    assertThat(failure(() -> events(stuck)))
        .isInstanceOf(TimedOutException.class)
        .hasMessageContaining("(limit BETWEEN_CHUNKS)");
  }

  @Test
  void sendsNothingForARunThatIsCancelled() {
    RunContext run = RunContext.standalone();
    run.cancel();
    LangChain4jClient client = script.streaming((request, handler) -> {});

    try (ModelExchange exchange = client.open(REQUEST, run)) {
      assertThat(failure(() -> exchange.iterator().hasNext()))
          .isInstanceOf(CancelledException.class);
    }
    assertThat(script.requests).isEmpty();
  }

  private static final class RecordedHandle implements StreamingHandle {
    private final boolean isUnsupported;
    private volatile boolean isCancelled;

    RecordedHandle(boolean isUnsupported) {
      this.isUnsupported = isUnsupported;
    }

    @Override
    public void cancel() {
      if (isUnsupported) {
        throw new UnsupportedFeatureException("Streaming cancellation is not supported");
      }
      isCancelled = true;
    }

    @Override
    public boolean isCancelled() {
      return isCancelled;
    }
  }

  private static void awaitForever(CountDownLatch isReleased, CountDownLatch isInterrupted) {
    try {
      isReleased.await();
    } catch (InterruptedException e) {
      isInterrupted.countDown();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // A model that ignores interrupts.
      }
    }
  }

  private static ToolExecutionRequest call(String id, String name, String arguments) {
    return ToolExecutionRequest.builder().id(id).name(name).arguments(arguments).build();
  }

  private static PartialToolCall partial(int index, String id, String name, String arguments) {
    return PartialToolCall.builder()
        .index(index)
        .id(id)
        .name(name)
        .partialArguments(arguments)
        .build();
  }

  private static AgentException failure(Supplier<?> action) {
    Object result;
    try {
      result = action.get();
    } catch (AgentException e) {
      return e;
    }
    throw new AssertionError("expected a failure, found " + result);
  }

  private static boolean readAll(Iterator<ModelEvent> events, List<ModelEvent> received) {
    events.forEachRemaining(received::add);
    return true;
  }

  private static List<ModelEvent> events(LangChain4jClient client) {
    var events = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = client.open(REQUEST, RunContext.standalone())) {
      exchange.forEach(events::add);
    }
    return events;
  }

  private static String text(List<ModelEvent> events) {
    var text = new StringBuilder();
    for (ModelEvent event : events) {
      if (event instanceof ModelEvent.TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }
}
