package org.atomicagents.examples;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Element;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;

/** Processes each item of a list as soon as it is complete, while the model writes the next one. */
public final class ItemsAsTheyCome {
  private ItemsAsTheyCome() {}

  @Description("A task of a plan")
  record Task(@Description("As in: book the room") String action, int hours) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var planner =
          AtomicAgent.of(BasicChatInput.class, Schema.listOf(Task.class), example.model());

      try (var stream = planner.stream(new BasicChatInput("Plan a small conference."))) {
        for (Element<Task> element : stream.elements("$.items", Task.class)) {
          Task task = element.value();
          System.out.printf(
              "%d. %s (%d hours)%n", element.index() + 1, task.action(), task.hours());
        }
        List<Task> plan = stream.result();
        System.out.printf("%d task(s)%n", plan.size());
      }
    }
  }
}
