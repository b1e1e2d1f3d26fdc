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

/** A check that no schema can express, and a model that is asked for the wrong part alone. */
public final class ChecksAndParts {
  private static final List<String> TAKEN = List.of("ada", "grace");

  private ChecksAndParts() {}

  @Description("A profile for a forum")
  record Profile(
      @Description("The name to show") @Size(min = 3, max = 40) String name,
      @Description("In two sentences") @NotBlank String about,
      @Description("In one sentence") @NotBlank String interests) {}

  public static void main(String... args) {
    try (var chosen = ExampleModel.choose(args)) {
      var listeners =
          Listeners.none()
              .with(AgentEvent.RequestSent.class, ChecksAndParts::tell)
              .with(AgentEvent.OutputRejected.class, ChecksAndParts::tell);
      var agent =
          AtomicAgent.builder(
                  BasicChatInput.class, Profile.class, chosen.model().with(wrongAtFirst()))
              .check("$.name", profile -> !TAKEN.contains(profile.name()), "a name not in " + TAKEN)
              .reAsk(ReAskScope.PART)
              .listeners(listeners)
              .build();

      var reply = agent.call(new BasicChatInput("I am Ada, and I like engines."));

      System.out.println("Name: " + reply.output().name());
      System.out.println("About: " + reply.output().about());
      System.out.println(reply.attempts() + " attempts");
    }
  }

  // Gives the first answer in the model's stead, so that there is something to ask again for.
  private static Interceptor wrongAtFirst() {
    var script =
        ScriptedModel.answering(
            """
            {"name":"ada","about":"Ada writes programs for machines that nobody has built yet.",\
            "interests":"Engines, numbers, and flying."}\
            """);
    var first = new AtomicBoolean(true);
    return (request, call, chain) ->
        first.getAndSet(false) ? script.open(request, call) : chain.proceed(request, call);
  }

  private static void tell(AgentEvent.RequestSent sent) {
    System.out.println("Sent: " + sent.request().messages().getLast().text());
  }

  private static void tell(AgentEvent.OutputRejected rejected) {
    rejected.violations().forEach(violation -> System.out.println("Wrong: " + violation));
  }
}
