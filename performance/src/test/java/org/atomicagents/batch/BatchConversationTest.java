package org.atomicagents.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.chat.InMemoryConversationStore;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.junit.jupiter.api.Test;

/** Items of conversations. The conversation of an item is the first letter of its name. */
class BatchConversationTest {
  private final Map<String, ChatHistory> histories = new ConcurrentHashMap<>();

  @Test
  void itemsOfOneConversationRunInInputOrder() {
    var model = BatchAgents.model(name -> name);

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(AtomicAgent.of(model.model()))
            .withConversations(this::history)
            .run(names("a1", "b1", "a2", "a3", "b2"));

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("a1", "b1", "a2", "a3", "b2");
    assertThat(inputsOf(histories.get("a"))).containsExactly("<a1>", "<a2>", "<a3>");
    assertThat(inputsOf(histories.get("b"))).containsExactly("<b1>", "<b2>");
    assertThat(model.requests())
        .filteredOn(request -> request.messages().getLast().text().contains("<a3>"))
        .singleElement()
        .satisfies(request -> assertThat(request.messages()).hasSize(6));
  }

  @Test
  void aWaitingConversationOccupiesNoPlaceOfTheConcurrency() {
    var othersAreDone = new CountDownLatch(3);
    var agent =
        BatchAgents.agent(name -> {
          if (name.equals("a1")) {
            BatchAgents.pass(othersAreDone);
          } else {
            othersAreDone.countDown();
          }
          return name;
        });

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent)
            .withMaxConcurrency(2)
            .withConversations(this::history)
            .run(names("a1", "a2", "a3", "a4", "b1", "c1", "d1"));

    assertThat(outcomes).allMatch(Outcome.Success.class::isInstance);
  }

  @Test
  void aWindowFullOfOneConversationEnds() {
    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(BatchAgents.agent(name -> name))
            .withMaxConcurrency(3)
            .withWindow(3)
            .withConversations(this::history)
            .run(names("a1", "a2", "a3", "a4", "a5", "b1", "b2"));

    assertThat(outcomes).hasSize(7).allMatch(Outcome.Success.class::isInstance);
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // Yields let another item of the conversation start.
  void randomConversationsKeepTheirOrder() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    List<String> names =
        IntStream.range(0, 2_000)
            .mapToObj(i -> (char) ('a' + random.nextInt(20)) + "" + i)
            .toList();
    var running = new ConcurrentHashMap<String, AtomicInteger>();
    var overlaps = new AtomicInteger();
    var agent =
        BatchAgents.agent(name -> {
          AtomicInteger count =
              running.computeIfAbsent(name.substring(0, 1), key -> new AtomicInteger());
          if (count.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
          }
          Thread.yield();
          count.decrementAndGet();
          return name;
        });

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(agent)
            .withMaxConcurrency(1 + random.nextInt(30))
            .withWindow(1 + random.nextInt(100))
            .withConversations(this::history)
            .run(names(names.toArray(String[]::new)));

    assertThat(overlaps).as("seed %d", seed).hasValue(0);
    assertThat(outcomes).extracting(BatchAgents::describe).isEqualTo(names);
    histories.forEach((key, history) ->
        assertThat(inputsOf(history))
            .as("seed %d", seed)
            .containsExactlyElementsOf(
                names.stream().filter(n -> n.startsWith(key)).map(n -> "<" + n + ">").toList()));
  }

  @Test
  void storedConversationsContinue() {
    try (var store = new InMemoryConversationStore()) {
      Batch<BasicChatInput, BasicChatOutput> batch =
          Batch.of(BatchAgents.agent(name -> name))
              .withConversations(
                  BatchConversationTest::key,
                  id -> ChatHistory.stored(store, new ConversationKey("acme", id)));

      batch.run(names("a1", "b1", "a2"));
      batch.run(names("a3"));

      assertThat(inputsOf(ChatHistory.stored(store, new ConversationKey("acme", "a"))))
          .containsExactly("<a1>", "<a2>", "<a3>");
      assertThat(store.list("acme")).hasSize(2);
    }
  }

  @Test
  void aFailedItemLeavesItsConversationUnchanged() {
    var agent =
        BatchAgents.agent(name -> {
          if (name.equals("a2")) {
            throw new IllegalStateException("failed");
          }
          return name;
        });

    Batch.of(agent).withConversations(this::history).run(names("a1", "a2", "a3"));

    assertThat(inputsOf(histories.get("a"))).containsExactly("<a1>", "<a3>");
  }

  @Test
  void itemsWithoutAConversationGetAFork() {
    var history = ChatHistory.unbounded();

    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(BatchAgents.agent(name -> name))
            .withConversations(input -> key(input).equals("a") ? history : null)
            .run(names("a1", "b1"));

    assertThat(outcomes).allMatch(Outcome.Success.class::isInstance);
    assertThat(inputsOf(history)).containsExactly("<a1>");
  }

  @Test
  void anExceptionOfTheKeyIsTheFailureOfItsItem() {
    List<Outcome<BasicChatOutput>> outcomes =
        Batch.of(BatchAgents.agent(name -> name))
            .withConversations(
                input -> {
                  if (key(input).equals("b")) {
                    throw new IllegalArgumentException("no key");
                  }
                  return key(input);
                },
                id -> ChatHistory.unbounded())
            .run(names("a1", "b1", "c1"));

    assertThat(outcomes)
        .extracting(BatchAgents::describe)
        .containsExactly("a1", "IllegalArgumentException", "c1");
  }

  @Test
  @SuppressWarnings("try") // The run is closed before its outcomes are read.
  void aStopEndsWaitingItems() {
    var started = new CountDownLatch(1);
    var agent =
        BatchAgents.agent(name -> {
          started.countDown();
          BatchAgents.pass(new CountDownLatch(1));
          return name;
        });
    var outcomes = new ArrayList<String>();

    try (BatchRun<BasicChatOutput> run =
        Batch.of(agent).withConversations(this::history).start(names("a1", "a2", "a3"))) {
      BatchAgents.pass(started);
      run.close();
      run.inInputOrder().forEach(outcome -> outcomes.add(BatchAgents.describe(outcome)));
    }

    assertThat(outcomes).isNotEmpty().containsOnly("CancelledException");
  }

  private ChatHistory history(BasicChatInput input) {
    return histories.computeIfAbsent(key(input), key -> ChatHistory.unbounded());
  }

  private static String key(BasicChatInput input) {
    return input.chatMessage().substring(1, 2);
  }

  private static List<BasicChatInput> names(String... names) {
    return List.of(names).stream().map(BatchAgents::input).toList();
  }

  private static List<String> inputsOf(ChatHistory history) {
    return history.messages().stream()
        .filter(message -> message.role() == Role.USER)
        .map(Message::text)
        .map(text -> text.substring(text.indexOf('<'), text.indexOf('>') + 1))
        .toList();
  }
}
