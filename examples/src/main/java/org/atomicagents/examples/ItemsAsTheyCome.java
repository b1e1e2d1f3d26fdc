package org.atomicagents.examples;

import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.Element;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;

/** Each item of a list is worked on as soon as it is whole, while the model writes the next. */
public final class ItemsAsTheyCome {
  private ItemsAsTheyCome() {}

  @Description("A task of a plan")
  record Task(@Description("As in: book the room") String what, int hours) {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var planner = AtomicAgent.of(BasicChatInput.class, Schema.listOf(Task.class), chosen.model());

      try (var stream = planner.stream(new BasicChatInput("Plan a small conference."))) {
        for (Element<Task> element : stream.elements("$.items", Task.class)) {
          Task task = element.value();
          System.out.printf("%d. %s (%d hours)%n", element.index() + 1, task.what(), task.hours());
        }
        List<Task> plan = stream.result();
        System.out.printf("%d task(s)%n", plan.size());
      }
    }
  }
}
