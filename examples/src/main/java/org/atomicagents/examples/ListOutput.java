package org.atomicagents.examples;

import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.TypeRef;

/** A list as the output, with a constraint on the list itself. */
public final class ListOutput {
  private ListOutput() {}

  @Description("A promise to do something")
  record Promise(
      String person,
      @Description("As in: sends the contract") String action,
      Optional<LocalDate> by) {}

  public static void main(String... args) {
    Schema<List<Promise>> promises =
        Schema.of(new TypeRef<@Size(min = 1, max = 5) List<Promise>>() {});

    try (var example = ExampleModel.select(args)) {
      var secretary = AtomicAgent.of(BasicChatInput.class, promises, example.model());

      List<Promise> found =
          secretary.run(
              new BasicChatInput("Ada sends the contract by 2026-05-04. Alan books the room."));

      found.stream()
          .sorted(Comparator.comparing(promise -> promise.by().orElse(LocalDate.MAX)))
          .forEach(promise -> System.out.println(line(promise)));
      System.out.printf("%d promise(s)%n", found.size());
    }
  }

  private static String line(Promise promise) {
    String by = promise.by().map(LocalDate::toString).orElse("no date");
    return "%s: %s, %s".formatted(by, promise.person(), promise.action());
  }
}
