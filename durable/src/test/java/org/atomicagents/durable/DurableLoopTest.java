package org.atomicagents.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.RunOptions;
import org.atomicagents.durable.DurableContract.Crash;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.Model;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.Tool;
import org.atomicagents.tool.ToolException;
import org.atomicagents.tool.ToolLoop;
import org.atomicagents.tool.ToolLoopBuilder;
import org.atomicagents.tool.ToolRunner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DurableLoopTest {
  private static final Signal<Map<String, Approval>> APPROVALS = Signal.approvals("approval");
  private static final String TWO_LOOKUPS =
      """
      {"step":{"type":"call_tools","calls":[
        {"tool":"lookup","input":{"id":1}},{"tool":"lookup","input":{"id":2}}]}}\
      """;
  private static final String TWO_EQUAL_LOOKUPS = TWO_LOOKUPS.replace("{\"id\":2}", "{\"id\":1}");
  private static final String ONE_LOOKUP =
      """
      {"step":{"type":"call_tools","calls":[{"tool":"lookup","input":{"id":1}}]}}\
      """;
  private static final String ANSWER =
      """
      {"step":{"type":"answer","answer":{"text":"done"}}}\
      """;

  private final InMemoryDurable.Journal journal = new InMemoryDurable.Journal("w");
  private final ConcurrentLinkedQueue<String> runs = new ConcurrentLinkedQueue<>();

  @Description("A question")
  record Question(String text) {}

  @Description("An answer")
  record Answer(String text) {}

  @Description("An order to look up")
  record Lookup(int id) {}

  @Description("An order")
  record Order(String state) {}

  @Test
  void replaysModelsAndToolsOfALoop() {
    var script = ScriptedModel.answering(TWO_LOOKUPS, TWO_LOOKUPS, ANSWER);

    Answer first = call(loop(script.model(), lookup()));
    Answer replay = call(loop(ScriptedModel.of().model(), lookup()));

    assertThat(replay).isEqualTo(first).isEqualTo(new Answer("done"));
    assertThat(runs).containsExactlyInAnyOrder("lookup 1", "lookup 2", "lookup 1", "lookup 2");
  }

  @Test
  void replaysEqualCallsThatBeginInAnotherOrder() {
    Tool<Lookup, Order> tool =
        Tool.of(
            "lookup",
            Lookup.class,
            Order.class,
            order -> {
              runs.add("lookup");
              return new Order("version " + runs.size());
            });
    var script = ScriptedModel.answering(TWO_EQUAL_LOOKUPS, ANSWER);

    Answer first = call(loop(script.model(), tool, calls -> calls.forEach(Runnable::run)));
    Answer replay =
        call(
            loop(
                ScriptedModel.of().model(),
                tool,
                calls -> calls.reversed().forEach(Runnable::run)));

    assertThat(replay).isEqualTo(first);
    assertThat(runs).hasSize(2);
  }

  @Test
  void givesARepeatedCallTheSameId() {
    var ids = new ArrayList<String>();
    var interrupted = new AtomicBoolean(true);
    Tool<Lookup, Order> tool =
        Tool.withContext(
            "lookup",
            Lookup.class,
            Order.class,
            (order, context) -> {
              ids.add(context.callId());
              if (interrupted.getAndSet(false)) {
                throw new Crash();
              }
              return new Order("sent");
            });

    assertThatThrownBy(() -> call(loop(ScriptedModel.answering(ONE_LOOKUP).model(), tool)))
        .isInstanceOf(Crash.class);
    call(loop(ScriptedModel.answering(ANSWER).model(), tool));

    assertThat(ids).hasSize(2);
    assertThat(ids.getFirst()).isEqualTo(ids.getLast()).startsWith("w/tool lookup[");
  }

  @Test
  void replaysWhatToolsThrow() {
    var failing =
        Tool.<Lookup, Order>of(
            "lookup",
            Lookup.class,
            Order.class,
            order -> {
              runs.add("lookup");
              throw runs.size() == 1 ? new ToolException("no such order") : new Exception("secret");
            });
    var script = ScriptedModel.answering(ONE_LOOKUP, ONE_LOOKUP, ANSWER);

    Answer first = call(loop(script.model(), failing));
    Answer replay = call(loop(ScriptedModel.of().model(), failing));

    assertThat(replay).isEqualTo(first);
    assertThat(runs).hasSize(2);
    assertThat(script.requests().get(1).messages().getLast().text()).contains("no such order");
    assertThat(script.requests().get(2).messages().getLast().text()).doesNotContain("secret");
  }

  @Test
  void recordsThatAToolExceededItsLimit() {
    var never = new CountDownLatch(1);
    Tool<Lookup, Order> hanging =
        Tool.<Lookup, Order>of(
                "lookup",
                Lookup.class,
                Order.class,
                order -> {
                  never.await();
                  return new Order("sent");
                })
            .withTimeout(Duration.ofMillis(20));
    var script = ScriptedModel.answering(ONE_LOOKUP, ANSWER);

    Answer first = call(loop(script.model(), hanging));
    Answer replay = call(loop(ScriptedModel.of().model(), lookup()));

    // A replay that runs its tool adds to the runs. The hanging one does not, since its thread may
    // start after its limit, or never.
    assertThat(runs).isEmpty();
    assertThat(replay).isEqualTo(first);
    assertThat(script.requests().get(1).messages().getLast().text())
        .contains("The tool did not end within 20 ms. It may have taken effect.");
  }

  @Test
  void waitsForTheApprovalOfACall() {
    var asked = new ArrayList<PendingCall>();
    var script = ScriptedModel.answering(ONE_LOOKUP, ANSWER);
    DurableLoop<Question, Answer> loop =
        loop(script.model(), lookup().requiringApproval())
            .onSuspended(state -> {
              asked.addAll(state.calls());
              String id = state.calls().getFirst().id();
              journal.send(APPROVALS, Map.of("unknown", Approval.approve()), "1");
              journal.send(APPROVALS, Map.of(id, Approval.edit("{\"id\":7}")), "2");
            });

    Answer first = call(loop);
    Answer replay = call(loop(ScriptedModel.of().model(), lookup().requiringApproval()));

    assertThat(asked).hasSize(1);
    assertThat(runs).containsExactly("lookup 7");
    assertThat(replay).isEqualTo(first);
  }

  @Test
  void continuesWithTheIdsThatThePersonHasSeen() {
    var asked = new ArrayList<String>();
    var script = ScriptedModel.answering(ONE_LOOKUP, ANSWER);
    Tool<Lookup, Order> tool = lookup().requiringApproval();
    DurableLoop<Question, Answer> loop =
        loop(script.model(), tool)
            .onSuspended(state -> {
              asked.add(state.calls().getFirst().id());
              throw new Crash();
            });
    assertThatThrownBy(() -> call(loop)).isInstanceOf(Crash.class);
    journal.send(APPROVALS, Map.of(asked.getFirst(), Approval.approve()), "1");

    call(loop(script.model(), tool).onSuspended(state -> asked.add(state.calls().getFirst().id())));

    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst()).isEqualTo(asked.getLast());
    assertThat(runs).containsExactly("lookup 1");
  }

  @Test
  void deniesCallsWithoutADecision() {
    var script = ScriptedModel.answering(ONE_LOOKUP, ANSWER);

    call(loop(script.model(), lookup().requiringApproval()));

    assertThat(runs).isEmpty();
    assertThat(script.requests().get(1).messages().getLast().text())
        .contains("The call was denied. Reason: There was no decision in time.");
  }

  @Test
  void readsTheDecisionsThatItWrites() {
    Map<String, Approval> decisions =
        Map.of(
            "a", Approval.approve(),
            "b", Approval.deny("too \"late\""),
            "c", Approval.edit("{\"id\":1}"));

    assertThat(APPROVALS.decode(APPROVALS.encode(decisions))).isEqualTo(decisions);
  }

  @Test
  void rejectsASignalOfAnotherForm() {
    for (String sent : List.of("", "yes", "[]", "{\"a\":1}", "{\"a\":{\"decision\":\"maybe\"}}")) {
      assertThatThrownBy(() -> APPROVALS.decode(sent))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(
              "Signal 'approval': expected approvals, found %d characters of another form"
                  .formatted(sent.length()));
    }
  }

  private static Answer call(DurableLoop<Question, Answer> loop) {
    return loop.call(new Question("Where is my order?"), RunOptions.defaults()).output();
  }

  private Tool<Lookup, Order> lookup() {
    return Tool.of(
        "lookup",
        Lookup.class,
        Order.class,
        order -> {
          runs.add("lookup " + order.id());
          return new Order("sent " + order.id());
        });
  }

  private DurableLoop<Question, Answer> loop(Model model, Tool<?, ?> tool) {
    return loop(model, tool, null);
  }

  private DurableLoop<Question, Answer> loop(
      Model model, Tool<?, ?> tool, @Nullable ToolRunner runner) {
    var durable = new InMemoryDurable(journal);
    ToolLoopBuilder<Question, Answer> builder =
        ToolLoop.builder(Question.class, Answer.class, DurableRequests.of(durable).applyTo(model))
            .tool(DurableTools.of(durable).applyTo(tool));
    ToolLoop<Question, Answer> loop =
        runner == null ? builder.build() : builder.runner(runner).build();
    return DurableLoop.of(durable, loop, APPROVALS, Duration.ofDays(1));
  }
}
