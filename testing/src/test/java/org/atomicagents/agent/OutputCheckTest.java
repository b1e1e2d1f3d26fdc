package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.atomicagents.agent.TripTypes.leg;
import static org.atomicagents.agent.TripTypes.trip;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.AtomicAgentBuilder;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.agent.OrderTypes.Wish;
import org.atomicagents.agent.TripTypes.Trip;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.schema.Strictness;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;

class OutputCheckTest {
  private static final Wish WISH = new Wish("to Rome");
  private static final String GOOD = trip(1, 3, leg("ZRH", "FCO", "684"));

  @Test
  void asksAgainIfACheckFails() {
    var script = ScriptedModel.answering(trip(3, 1, leg("ZRH", "FCO", "684")), GOOD);
    var agent =
        builder(script)
            .check("$.end", trip -> trip.end() > trip.start(), "a day after the start")
            .build();

    assertThat(agent.run(WISH).end()).isEqualTo(3);
    assertThat(script.lastRequest().messages().getLast())
        .isEqualTo(
            Message.user(
                """
                Your response is invalid:
                  $.end: expected a day after the start, found 1
                Return the complete JSON again with these errors fixed.\
                """));
  }

  @Test
  void reportsConstraintsAndChecksTogether() {
    assertThat(
            violations(
                builder(ScriptedModel.answering(trip(3, -1, leg("ZRH", "ROME", "684"))))
                    .check("$.end", trip -> trip.end() > trip.start(), "a day after the start")
                    .check("$.legs[0].length", trip -> false, "a shorter way")
                    .check("$", trip -> false, "another trip")
                    .check("$.note", trip -> trip.note().isPresent(), "a note")))
        .containsExactly(
            new Violation("$.end", "at least 0", "-1"),
            new Violation("$.legs[0].to", "3 to 3 characters", "\"ROME\""),
            new Violation("$.end", "a day after the start", "-1"),
            new Violation("$.legs[0].length", "a shorter way", "684"),
            new Violation(
                "$",
                "another trip",
                "{\"start\":3,\"end\":-1,\"legs\":[{\"from\":\"ZRH\",\"to\":\"ROME\",\"length\":684}],"
                    + "\"note\":null…"),
            new Violation("$.note", "a note", "null"));
  }

  @Test
  void runsChecksOnlyOnDecodedValues() {
    assertThat(
            violations(
                builder(ScriptedModel.answering(trip(3, -1, leg("ZRH", "FCO", "\"far\""))))
                    .check("$.end", trip -> false, "another day")))
        .containsExactly(
            new Violation("$.end", "at least 0", "-1"),
            new Violation("$.legs[0].length", "an integer", "\"far\""));
  }

  @Test
  void reportsAnExceptionOfACheckAsViolation() {
    assertThat(
            violations(
                builder(ScriptedModel.answering(GOOD))
                    .check("$.legs[1].to", trip -> trip.legs().get(1) != null, "a way back")
                    .check(
                        "$.note",
                        trip -> {
                          throw new IllegalStateException("no notes today");
                        },
                        "a note")))
        .containsExactly(
            new Violation(
                "$.legs[1].to", "a way back", "nothing (Index 1 out of bounds for length 1)"),
            new Violation("$.note", "a note", "null (no notes today)"));
  }

  @Test
  void reportsAnExceptionOfAConstructorAsViolation() {
    assertThat(
            violations(
                builder(
                    ScriptedModel.answering(
                        trip(0, 1, leg("ZRH", "FCO", "\"far\""), leg("FCO", "FCO", "0"))))))
        .containsExactly(
            new Violation("$.legs[0].length", "an integer", "\"far\""),
            new Violation("$.legs[1]", "a valid Leg", "a leg leads somewhere else"));
  }

  @Test
  void rejectsAPathThatDoesNotExist() {
    var builder = builder(ScriptedModel.answering());

    assertThatThrownBy(() -> builder.check("$.legs.from", trip -> true, "a place"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path: expected a path that exists in Trip, found \"$.legs.from\"");
    assertThatThrownBy(() -> builder.check("end", trip -> true, "a day"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path: expected a path such as $.lines[2].sku, found \"end\"");
  }

  @Test
  void copiesKeepChecksAndStrictness() {
    var script = ScriptedModel.answering(GOOD, GOOD, GOOD);
    var agent =
        builder(script)
            .check("$.end", trip -> false, "another day")
            .build()
            .withModel(script.model());

    assertThatThrownBy(() -> agent.run(WISH)).isInstanceOf(InvalidOutputException.class);
    assertThat(agent.toBuilder().build().prepare(WISH, RunOptions.defaults()))
        .satisfies(prepared ->
            assertThat(prepared.fingerprint())
                .isNotEqualTo(
                    builder(script)
                        .strictness(Strictness.STRICT)
                        .build()
                        .prepare(WISH, RunOptions.defaults())
                        .fingerprint()));
  }

  @Test
  void emitsRepairs() {
    var events = new ArrayList<AgentEvent.OutputRepaired>();
    var script = ScriptedModel.answering(GOOD.replace("{\"start", "{\"x\":1,\"start"));
    var agent =
        builder(script)
            .listeners(Listeners.none().with(AgentEvent.OutputRepaired.class, events::add))
            .build();

    RunResult<Trip> result = agent.call(WISH);

    assertThat(result.repairs()).extracting(Repair::kind).containsExactly(Repair.Kind.EXTRA_KEY);
    assertThat(events)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.attempt()).isEqualTo(1);
          assertThat(event.repairs()).isEqualTo(result.repairs());
        });
  }

  private static List<Violation> violations(AtomicAgentBuilder<Wish, Trip> builder) {
    var agent = builder.limits(RunLimits.defaults().withMaxAttempts(1)).build();
    return catchThrowableOfType(InvalidOutputException.class, () -> agent.run(WISH)).violations();
  }

  private static AtomicAgentBuilder<Wish, Trip> builder(ScriptedModel script) {
    return AtomicAgent.builder(Wish.class, Trip.class, script.model());
  }
}
