package org.atomicagents.corpus.adversarial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.corpus.adversarial.AnswerShape.AnyShape;
import org.atomicagents.corpus.adversarial.AnswerShape.MapShape;
import org.atomicagents.corpus.adversarial.AnswerShape.TextShape;
import org.atomicagents.message.FinishReason;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Generates outputs; a seed determines the output. */
public final class ModelOutputGenerator {
  private static final List<TextTemplate> FRAMES = TextTemplate.sections("frames.txt");
  private static final List<TextTemplate> NO_ANSWERS = TextTemplate.sections("no-answer.txt");
  private static final int MAX_TRIES = 200;
  private static final int MAX_DISTINCT_TRIES = 20;

  private ModelOutputGenerator() {}

  /** Returns the output of a seed. */
  public static ModelOutput generate(long seed) {
    var random = new SeededRandom(seed);
    TargetType type = random.oneOf(TargetType.ALL);
    ModelOutput output = random.chance(0.15) ? noAnswer(type, random) : answer(type, random);
    if (random.chance(0.1)) {
      output = TextSplicer.splice(output, answer(type, random), random);
    } else if (random.chance(0.07)) {
      output = EndingTwister.twist(output, random);
    }
    return new ModelOutput(
        type,
        output.text(),
        output.finishReason(),
        output.effect(),
        output.answers(),
        output.labels(),
        seed);
  }

  private static ModelOutput noAnswer(TargetType type, SeededRandom random) {
    TextTemplate template = random.oneOf(NO_ANSWERS);
    while (template.group().equals("json") && acceptsOtherJson(type)) {
      template = random.oneOf(NO_ANSWERS);
    }
    String text = TemplateText.fill(template.body(), variables(type, random));
    return new ModelOutput(
        type,
        text,
        FinishReason.STOP,
        template.effect(),
        List.of(),
        List.of("no answer: " + template.body().lines().findFirst().orElse("")),
        0);
  }

  private static ModelOutput answer(TargetType type, SeededRandom random) {
    var draft = new AnswerDraft(type, random);
    TextTemplate frame = random.chance(0.35) ? FRAMES.getFirst() : frame(draft, random);
    Map<String, String> variables = variables(type, random);
    variables.put("answer", draft.text());
    variables.put("decoy", decoy(draft, random));
    String text = TemplateText.fill(frame.body(), variables);
    TruthEffect effect = draft.effect().and(frame.effect());
    return new ModelOutput(
        type,
        text,
        FinishReason.STOP,
        effect,
        effect.compareTo(TruthEffect.OBSCURE) <= 0 ? draft.answers() : List.of(),
        draft.labels("frame: " + frame.body().replace('\n', ' ')),
        0);
  }

  private static TextTemplate frame(AnswerDraft draft, SeededRandom random) {
    for (int i = 0; i < MAX_TRIES; i++) {
      TextTemplate frame = random.oneOf(FRAMES);
      // An example and an answer in prose differ by the meaning of words only.
      boolean isBlind = frame.body().contains("{decoy}") && !draft.isJson();
      boolean applies =
          !isBlind
              && switch (frame.group()) {
                case "object" -> draft.isBracketed();
                case "json" -> draft.isBracketed() && !acceptsOtherJson(draft.type());
                default -> true;
              };
      if (applies) {
        return frame;
      }
    }
    return FRAMES.getFirst();
  }

  /** Returns a different answer as plain JSON, if possible without a part of the answer. */
  private static String decoy(AnswerDraft draft, SeededRandom random) {
    String text = null;
    for (int i = 0; i < MAX_TRIES; i++) {
      DraftNode other = new AnswerDrafter(random).draft(draft.type().shape());
      if (isDecoy(other, draft)) {
        text = AnswerDraft.wrapped(draft.type(), JsonStyle.SPACED.write(other), draft.isWrapped());
        if (i > MAX_DISTINCT_TRIES || other.leaves().noneMatch(draft::hasLeaf)) {
          return text;
        }
      }
    }
    return Objects.requireNonNull(text, "no other answer of " + draft.type());
  }

  /** An empty value and a list of two numbers may be a notation of prose. */
  private static boolean isDecoy(DraftNode other, AnswerDraft draft) {
    boolean isNotation = other instanceof DraftNode.Items && other.leaves().count() <= 2;
    return !isNotation
        && other.leaves().findAny().isPresent()
        && !AnswerComparison.isEqual(other.value(), draft.value());
  }

  private static boolean acceptsOtherJson(TargetType type) {
    return type.shape() instanceof AnyShape
        || (type.shape() instanceof MapShape map && map.value() instanceof TextShape);
  }

  private static Map<String, String> variables(TargetType type, SeededRandom random) {
    var variables = new HashMap<String, String>();
    variables.put("question", random.oneOf(WordList.of("questions")));
    variables.put("curly", random.oneOf(WordList.of("decoration")));
    variables.put("schema", type.schema().jsonSchema());
    variables.put("type", type.schema().name());
    return variables;
  }
}
