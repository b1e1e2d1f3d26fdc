package org.atomicagents.examples.scaleout;

import java.util.List;
import java.util.stream.LongStream;
import org.atomicagents.examples.scaleout.places.ModelSource;
import org.atomicagents.examples.scaleout.places.Place;
import org.atomicagents.examples.scaleout.places.Places;
import org.atomicagents.examples.scaleout.places.Places.PlaceSettings;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Triage;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;

/**
 * One agent in a batch of this JVM, on Spark, in workflows of DBOS and in workflows of Temporal,
 * with a simulated model.
 *
 * <p>Arguments: {@code --model URL NAME} for a server that implements OpenAI's protocol, {@code
 * --postgres JDBC-URL} and {@code --temporal HOST:PORT} for servers; without them, PostgreSQL is
 * started from the programs of this machine, and Temporal's test server in this JVM.
 */
public final class OneAgentFourPlaces {
  private static final int CONCURRENCY = 8;

  private OneAgentFourPlaces() {}

  public static void main(String... args) throws Exception {
    List<String> arguments = List.of(args);
    var settings =
        new PlaceSettings(value(arguments, "--postgres"), value(arguments, "--temporal"));
    int model = arguments.indexOf("--model");
    if (model >= 0) {
      run(ModelSource.at(arguments.get(model + 1), arguments.get(model + 2)), settings);
      return;
    }
    try (SimulatedProvider provider = SimulatedProvider.start()) {
      run(ModelSource.at(provider.baseUrl().toString(), "gpt-5-mini"), settings);
    }
  }

  private static void run(ModelSource source, PlaceSettings settings) throws Exception {
    List<Ticket> tickets = tickets(4);
    try (var places = new Places(source, CONCURRENCY)) {
      places.forEach(
          settings,
          opener -> {
            try (Place place = opener.open()) {
              List<Triage> triaged = place.triage(tickets);
              for (int i = 0; i < tickets.size(); i++) {
                Triage triage = triaged.get(i);
                System.out.printf(
                    "%-8s ticket %d: %s, %s%n",
                    place.name(), tickets.get(i).id(), triage.urgency(), triage.summary());
              }
            }
          });
    }
  }

  /** Returns tickets with the numbers from 1. */
  static List<Ticket> tickets(int count) {
    List<String> texts =
        List.of("Where is my parcel?", "The lamp is broken", "Thank you!", "I was charged twice");
    return LongStream.rangeClosed(1, count)
        .mapToObj(id -> new Ticket(id, texts.get((int) (id % texts.size()))))
        .toList();
  }

  private static @Nullable String value(List<String> arguments, String option) {
    int index = arguments.indexOf(option);
    return index < 0 ? null : arguments.get(index + 1);
  }
}
