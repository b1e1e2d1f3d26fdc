package org.atomicagents.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.message.Usage;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;

/**
 * A random script of one stage: its responses, and the limit of its attempts.
 *
 * @param kinds the responses, of which the last one ends the stage
 */
record StageScript(List<Kind> kinds, int maxAttempts, int chunk) {
  static final Usage USAGE = Usage.of(10, 5);

  /** What the model responds to one request. */
  enum Kind {
    GOOD,
    UNSURE,
    BAD,
    NO_JSON,
    OUT_OF_RANGE,
    LOST,
    BROKEN;

    boolean isValid() {
      return this == GOOD || this == UNSURE || this == BAD;
    }

    boolean isFailure() {
      return this == LOST || this == BROKEN;
    }
  }

  static StageScript random(Random random) {
    int maxAttempts = 1 + random.nextInt(3);
    var kinds = new ArrayList<Kind>();
    while (kinds.size() < maxAttempts) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      kinds.add(kind);
      if (kind.isValid() || kind.isFailure()) {
        break;
      }
    }
    return new StageScript(List.copyOf(kinds), maxAttempts, 1 + random.nextInt(40));
  }

  Kind last() {
    return kinds.getLast();
  }

  ScriptedModel newModel() {
    return ScriptedModel.of(kinds.stream().map(this::response).toArray(ScriptedResponse[]::new));
  }

  private ScriptedResponse response(Kind kind) {
    return switch (kind) {
      case GOOD -> text(RoutingTypes.json("good", 0.9));
      case UNSURE -> text(RoutingTypes.json("unsure", 0.3));
      case BAD -> text(RoutingTypes.json("bad", 0.9));
      case NO_JSON -> text("I do not know.");
      case OUT_OF_RANGE -> text(RoutingTypes.json("far", 3));
      case LOST -> ScriptedResponse.throwing(failure(Stage.CONNECT));
      case BROKEN -> text("{\"text\":\"half").withFailure(failure(Stage.RESPONSE));
    };
  }

  private static TransportException failure(Stage stage) {
    return TransportException.of("lost", stage, null);
  }

  private ScriptedResponse text(String text) {
    return ScriptedResponse.text(text).withUsage(USAGE).withChunkSize(chunk);
  }
}
