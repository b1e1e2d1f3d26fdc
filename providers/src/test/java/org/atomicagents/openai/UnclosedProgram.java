package org.atomicagents.openai;

import java.net.URI;
import java.util.List;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/** A program that calls a model, leaves a stream open and closes nothing. */
final class UnclosedProgram {
  private UnclosedProgram() {}

  public static void main(String[] args) {
    OpenAi client = OpenAi.at(URI.create(args[0]));
    var request = ModelRequest.of("m", List.of(Message.user("Hi"))).withStream(true);
    var events = client.open(request, RunContext.standalone()).iterator();
    events.next();
    System.out.println(events.next());
  }
}
