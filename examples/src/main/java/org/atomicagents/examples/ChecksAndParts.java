package org.atomicagents.examples;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.ReAskScope;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Listeners;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;

/** A custom check that no schema can express, and a re-ask for the invalid part only. */
public final class ChecksAndParts {
  private static final List<String> TAKEN = List.of("ada", "grace");

  private ChecksAndParts() {}

  @Description("A profile for a forum")
  record Profile(
      @Description("The name to show") @Size(min = 3, max = 40) String name,
      @Description("In two sentences") @NotBlank String about,
      @Description("In one sentence") @NotBlank String interests) {}

  public static void main(String... args) {
    try (var example = ExampleModel.select(args)) {
      var listeners =
          Listeners.none()
              .with(AgentEvent.RequestSent.class, ChecksAndParts::print)
              .with(AgentEvent.OutputRejected.class, ChecksAndParts::print);
      var agent =
          AtomicAgent.builder(
                  BasicChatInput.class, Profile.class, example.model().with(invalidFirstResponse()))
              .check("$.name", profile -> !TAKEN.contains(profile.name()), "a name not in " + TAKEN)
              .reAsk(ReAskScope.PART)
              .listeners(listeners)
              .build();

      var result = agent.call(new BasicChatInput("I am Ada, and I like engines."));

      System.out.println("Name: " + result.output().name());
      System.out.println("About: " + result.output().about());
      System.out.println(result.attempts() + " attempts");
    }
  }

  // Replaces the model's first response by an invalid one, so that a re-ask is needed.
  private static Interceptor invalidFirstResponse() {
    var script =
        ScriptedModel.answering(
            """
            {"name":"ada","about":"Ada writes programs for machines that do not exist yet.",\
            "interests":"Engines, numbers, and flying."}\
            """);
    var first = new AtomicBoolean(true);
    return (request, call, chain) ->
        first.getAndSet(false) ? script.open(request, call) : chain.proceed(request, call);
  }

  private static void print(AgentEvent.RequestSent sent) {
    System.out.println("Sent: " + sent.request().messages().getLast().text());
  }

  private static void print(AgentEvent.OutputRejected rejected) {
    rejected.violations().forEach(violation -> System.out.println("Invalid: " + violation));
  }
}
