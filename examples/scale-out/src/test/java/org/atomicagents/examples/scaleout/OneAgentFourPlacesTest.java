package org.atomicagents.examples.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.examples.scaleout.places.ModelSource;
import org.atomicagents.examples.scaleout.places.Place;
import org.atomicagents.examples.scaleout.places.Places;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OneAgentFourPlacesTest {
  private static final List<Ticket> TICKETS = OneAgentFourPlaces.tickets(6);

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final Places places =
      new Places(ModelSource.at(provider.baseUrl().toString(), "gpt-5-mini"), 4);

  @AfterEach
  void close() {
    places.close();
    provider.close();
  }

  @Test
  void triagesInABatch() throws Exception {
    requireTriage(places.batch());
  }

  @Test
  void triagesOnSpark() throws Exception {
    requireTriage(places.spark());
  }

  @Test
  void triagesInWorkflowsOfDbos() throws Exception {
    requireTriage(places.dbos(places.postgres()));
  }

  @Test
  void triagesInWorkflowsOfTemporal() throws Exception {
    requireTriage(places.temporal());
  }

  private void requireTriage(Place opened) throws Exception {
    try (Place place = opened) {
      assertThat(place.triage(TICKETS))
          .hasSize(TICKETS.size())
          .allSatisfy(triage -> assertThat(triage.summary()).isNotBlank());
    }
    // One request for each ticket, as from any other place.
    assertThat(provider.requests()).hasSize(TICKETS.size());
  }
}
