package org.atomicagents.internal.stream;

import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Element;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** Checks {@link IterablePublisher} with the Reactive Streams TCK. */
class IterablePublisherRulesTest {
  private static final long SILENCE_MILLIS = 50;

  @TestFactory
  Stream<DynamicTest> holdForAnyIterable() {
    return rules(NumberVerification::new);
  }

  @TestFactory
  Stream<DynamicTest> holdForTheElementsOfAStream() {
    return rules(ElementVerification::new);
  }

  private static Stream<DynamicTest> rules(Supplier<FlowPublisherVerification<?>> verification) {
    return Arrays.stream(FlowPublisherVerification.class.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .filter(method -> !method.getName().startsWith("untested_"))
        .sorted(Comparator.comparing(Method::getName))
        .map(
            rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(rule, verification.get())));
  }

  private static void check(Method rule, FlowPublisherVerification<?> verification)
      throws Throwable {
    verification.setUp();
    try {
      rule.invoke(verification);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SkipException skipped) {
        abort(skipped.getMessage());
      }
      throw e.getCause();
    }
  }

  /** A publisher of numbers. */
  private static final class NumberVerification extends FlowPublisherVerification<Long> {
    NumberVerification() {
      super(new TestEnvironment(1_000, SILENCE_MILLIS));
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
      return new IterablePublisher<>(() -> LongStream.range(0, elements).iterator(), () -> {});
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      return subscribed(createFlowPublisher(1));
    }
  }

  /** A publisher of the elements of a streamed list. */
  private static final class ElementVerification extends FlowPublisherVerification<Element<Long>> {
    ElementVerification() {
      super(new TestEnvironment(1_000, SILENCE_MILLIS));
    }

    @Override
    public long maxElementsFromPublisher() {
      return 1_000;
    }

    @Override
    public Flow.Publisher<Element<Long>> createFlowPublisher(long elements) {
      Model model =
          Model.of((request, context) -> response(elements), "m")
              .withModes(ResponseMode.JSON_SCHEMA);
      AgentStream<List<Long>> stream =
          AtomicAgent.of(BasicChatInput.class, Schema.listOf(Long.class), model).stream(
              new BasicChatInput("count"));
      return stream.publisher(stream.elements("$.items", Long.class));
    }

    private static ModelExchange response(long elements) {
      Stream<ModelEvent> items =
          LongStream.range(0, elements)
              .mapToObj(i -> new ModelEvent.TextDelta((i == 0 ? "" : ",") + i));
      List<ModelEvent> start =
          List.of(
              new ModelEvent.Started("id", "m", Map.of()),
              new ModelEvent.TextDelta("{\"items\":["));
      return ModelExchange.of(
          Stream.of(start.stream(), items, Stream.of(new ModelEvent.TextDelta("]}")))
              .flatMap(events -> events)
              .toArray(ModelEvent[]::new));
    }

    @Override
    public Flow.Publisher<Element<Long>> createFailedFlowPublisher() {
      return subscribed(createFlowPublisher(1));
    }
  }

  /** Subscribes to a publisher, which then rejects other subscribers. */
  private static <T> Flow.Publisher<T> subscribed(Flow.Publisher<T> publisher) {
    publisher.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {}

          @Override
          public void onNext(T item) {}

          @Override
          public void onError(Throwable failure) {}

          @Override
          public void onComplete() {}
        });
    return publisher;
  }
}
