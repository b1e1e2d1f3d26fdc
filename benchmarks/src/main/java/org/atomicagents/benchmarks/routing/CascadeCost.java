package org.atomicagents.benchmarks.routing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.RunResult;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.routing.CascadeAgent;
import org.atomicagents.routing.ModelSelection;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;

/**
 * The cost of a cascade of two scripted models, of which the small one is right on 70% of the
 * tasks, and the large one on all of them.
 *
 * <p>The small model is wrong in four ways, at random: its output violates the schema, a constraint
 * or a check, or states a low confidence. The optimum sends each task to the small model, and the
 * tasks on which it is wrong to the large one.
 */
public final class CascadeCost {
  private static final long SEED = 20_261_130;
  private static final double SMALL_RIGHT = 0.7;
  private static final Usage USAGE = Usage.of(1_000, 200);
  private static final int SMALL_PRICE = 1;
  private static final int LARGE_PRICE = 15;

  private static final List<Script> WRONG =
      List.of(Script.NO_JSON, Script.OUT_OF_RANGE, Script.REJECTED, Script.UNSURE);

  private final List<Script> tasks;
  private final ScriptedModel responses = ScriptedModel.by(this::response);
  private final Model small = model("small", SMALL_PRICE);
  private final Model large = model("large", LARGE_PRICE);
  private BigDecimal cost = BigDecimal.ZERO;
  private int wrongAccepted;

  /** What the small model responds to a task. */
  private enum Script {
    RIGHT,
    NO_JSON,
    OUT_OF_RANGE,
    REJECTED,
    UNSURE
  }

  private CascadeCost(int count) {
    this.tasks = tasks(count);
  }

  /** Returns the costs after a number of tasks. */
  public static CascadeCost of(int count) {
    var costs = new CascadeCost(count);
    costs.run();
    return costs;
  }

  /** Returns the cost of the cascade as a multiple of the optimum. */
  public double toOptimum() {
    long escalated = tasks.stream().filter(task -> task != Script.RIGHT).count();
    return cost.doubleValue() / (price(small) * tasks.size() + price(large) * escalated);
  }

  /** Returns the cost of the cascade as a share of the cost of the large model alone. */
  public double toLarge() {
    return cost.doubleValue() / (price(large) * tasks.size());
  }

  /** Returns the number of accepted outputs that the check rejects. */
  public int wrongAccepted() {
    return wrongAccepted;
  }

  private void run() {
    CascadeAgent<SquareTask, SquareSolution> cascade =
        CascadeAgent.of(
                AtomicAgent.of(SquareTask.class, SquareSolution.class, large),
                List.of(
                    ModelSelection.of(small, "small").withLimits(new RunLimits(1, 1)),
                    ModelSelection.of(large, "large")))
            .withCheck(
                solution -> isRight(solution) ? Optional.empty() : Optional.of("not the square"))
            .withMinConfidence(SquareSolution::confidence, 0.7);
    for (int number = 0; number < tasks.size(); number++) {
      RunResult<SquareSolution> result = cascade.call(new SquareTask(number));
      cost = cost.add(result.cost().orElseThrow());
      wrongAccepted += isRight(result.output()) && result.isAccepted() ? 0 : 1;
    }
  }

  private static boolean isRight(SquareSolution solution) {
    return solution.square() == (long) solution.number() * solution.number();
  }

  private ScriptedResponse response(ModelRequest request) {
    String input = request.messages().getLast().text();
    int number = Integer.parseInt(input.replaceAll("[^0-9]++", ""));
    Script script = request.model().equals("large") ? Script.RIGHT : tasks.get(number);
    long square = (long) number * number;
    String json =
        switch (script) {
          case RIGHT -> json(number, square, 0.9);
          case NO_JSON -> "I do not know.";
          case OUT_OF_RANGE -> json(number, square, 9);
          case REJECTED -> json(number, square + 1, 0.9);
          case UNSURE -> json(number, square, 0.2);
        };
    return ScriptedResponse.text(json).withUsage(USAGE);
  }

  private static String json(int number, long square, double confidence) {
    return "{\"number\":%d,\"square\":%d,\"confidence\":%s}".formatted(number, square, confidence);
  }

  private Model model(String name, int price) {
    BigDecimal rate = BigDecimal.valueOf(price);
    ModelProfile profile =
        ModelProfile.ofPrices(
            responses.provider(), name, Prices.ofDollars(TokenRates.of(rate, rate)));
    return responses.model(name).withCatalog(ModelCatalog.of(List.of(profile)));
  }

  private static double price(Model model) {
    return model
        .profile()
        .flatMap(profile -> profile.cost(USAGE, Instant.EPOCH))
        .orElseThrow()
        .doubleValue();
  }

  private static List<Script> tasks(int count) {
    Random random = new Random(SEED);
    List<Script> tasks = new ArrayList<>();
    int right = (int) Math.round(count * SMALL_RIGHT);
    for (int i = 0; i < count; i++) {
      tasks.add(i < right ? Script.RIGHT : WRONG.get(random.nextInt(WRONG.size())));
    }
    Collections.shuffle(tasks, random);
    return List.copyOf(tasks);
  }
}
