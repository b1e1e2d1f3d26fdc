package org.atomicagents.corpus.adversarial;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.atomicagents.corpus.adversarial.AnswerShape.ChoiceShape;
import org.atomicagents.corpus.adversarial.AnswerShape.DayShape;
import org.atomicagents.corpus.adversarial.AnswerShape.DecimalShape;
import org.atomicagents.corpus.adversarial.AnswerShape.FlagShape;
import org.atomicagents.corpus.adversarial.AnswerShape.IntegerShape;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Writes one scalar of an answer in another notation, or as something that is no answer. */
final class LeafTwister {
  private static final Map<String, List<TextTemplate>> TEMPLATES =
      TextTemplate.lines("leaves.txt").stream().collect(Collectors.groupingBy(TextTemplate::group));

  /** Two values without a word between them, which are two items within a list. */
  private static final Pattern TWO_ITEMS =
      Pattern.compile("\\[?\\{v\\}[,;]? ?\\{w\\}\\]?|\\[?\"\\{v\\}\"[,;]? ?\"\\{w\\}\"[^|]*+");

  private static final int MAX_TRIES = 200;

  private final SeededRandom random;

  LeafTwister(SeededRandom random) {
    this.random = random;
  }

  /**
   * A change that was made.
   *
   * @param isPlaceholder whether the notation means that there is no value
   * @param isSingle whether the notation is of no answer only where one value is expected
   */
  record Twist(TruthEffect effect, String label, boolean isPlaceholder, boolean isSingle) {}

  /** Changes the notation of a leaf. */
  Twist twist(DraftNode.Leaf leaf) {
    TextTemplate template = random.oneOf(TEMPLATES.get(random.oneOf(groups(leaf.shape()))));
    Map<String, String> variables = NotationVariables.of(leaf, other(leaf));
    leaf.write(TemplateText.fill(template.body(), variables));
    // A backslash may begin an escape, and a comma the next item.
    boolean isUnclear =
        template.body().contains("{raw}")
            && leaf.plain().chars().anyMatch(c -> "\\,".indexOf(c) >= 0);
    return new Twist(
        isUnclear ? TruthEffect.UNKNOWN : template.effect(),
        template.group() + " " + template.body(),
        template.group().equals("typed") || template.group().equals("gap"),
        TWO_ITEMS.matcher(template.body()).matches());
  }

  private static List<String> groups(AnswerShape shape) {
    return switch (shape) {
      case IntegerShape i -> List.of("number", "number", "number", "integer", "typed");
      case DecimalShape d -> List.of("number", "number", "number", "typed");
      case FlagShape f -> List.of("flag", "flag", "typed");
      case ChoiceShape c -> List.of("choice", "choice", "choice", "typed");
      case DayShape d -> List.of("day", "day", "day", "typed");
      default -> List.of("text", "text", "text", "text", "gap");
    };
  }

  /** Returns another value of the same shape. */
  private DraftNode.Leaf other(DraftNode.Leaf leaf) {
    Function<AnswerDrafter, DraftNode.Leaf> draw =
        drafter -> (DraftNode.Leaf) drafter.draft(leaf.shape());
    var drafter = new AnswerDrafter(random);
    for (int i = 0; i < MAX_TRIES; i++) {
      DraftNode.Leaf other = draw.apply(drafter);
      if (!other.plain().equals(leaf.plain())) {
        return other;
      }
    }
    throw new IllegalStateException("No other value of " + leaf.shape());
  }
}
